import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createChildLog } from './child-log.mjs'

it('logs every line, and tells the terminal what matters, the same words once in a while', () => {
  const logs = mkdtempSync(join(tmpdir(), 'godwit-logs-'))
  const told: string[] = []
  let now = 0
  const say = { line: (text: string) => told.push(text.trim()), faint: (text: string) => text }
  const log = createChildLog('worker', { instance: { logs }, say, verbose: false, now: () => now })
  const lines = ['{"level":30,"msg":"ready"}', '{"level":50,"msg":"away"}', '{"level":50,"msg":"away"}']
  for (const line of lines) log.onLine(line, false)
  now += 10_001
  log.onLine('{"level":50,"msg":"away"}', false)
  log.close()
  expect(told).toEqual(['worker error away', 'worker error away'])
  expect(readFileSync(join(logs, 'worker.log'), 'utf8').trim().split('\n')).toHaveLength(4)
  rmSync(logs, { recursive: true })
})
