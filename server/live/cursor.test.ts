import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatCursors, keyOf, parseCursors } from './cursor'

it('cursors come back as they were written, in a text that an event’s id may hold', () => {
  const topics = fc.record({ kind: fc.constantFrom('migration', 'project' as const), id: fc.uuid() })
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(topics, fc.nat()), { maxLength: 20, selector: ([topic]) => keyOf(topic) }),
      (entries) => {
        const cursors = new Map(entries.map(([topic, at]) => [keyOf(topic), at]))
        const id = formatCursors(cursors)
        expect(id).toMatch(/^[\w.~-]*$/)
        expect(id.length).toBeLessThanOrEqual(1_000)
        expect(parseCursors(id)).toEqual(cursors)
      },
    ),
  )
})

it('whatever else is read gives nothing, and never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => parseCursors(text).size === 0))
  expect(parseCursors(undefined).size).toBe(0)
  expect(parseCursors('-').size).toBe(0)
})
