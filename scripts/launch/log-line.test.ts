import { expect, it } from 'vitest'
import { readLogLine } from './log-line.mjs'

it('shows warnings and errors with their cause, and keeps the rest for the log', () => {
  const line = (record: object) => readLogLine(JSON.stringify(record), false)
  expect(line({ level: 30, msg: 'ready' })).toEqual({ matters: false, text: 'info ready' })
  expect(line({ level: 40, msg: 'slow' })).toEqual({ matters: true, text: 'warn slow' })
  expect(line({ level: 50, msg: 'run failed', err: { message: 'connection lost' } })).toEqual({
    matters: true,
    text: 'error run failed: connection lost',
  })
})

it('shows plain text only from stderr', () => {
  expect(readLogLine('▲ Next.js', false).matters).toBe(false)
  expect(readLogLine('    at main.ts:3', true)).toEqual({ matters: true, text: '    at main.ts:3' })
  expect(readLogLine('{ not json', true)).toEqual({ matters: true, text: '{ not json' })
  expect(readLogLine('', true).matters).toBe(false)
})
