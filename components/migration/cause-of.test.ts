import { expect, test } from 'vitest'
import { causeOf } from './cause-of'

test('a known code is told in plain words', () => {
  expect(causeOf({ class: 'row', sqlstate: '23505' }).cause).toMatch(/same unique value/)
})

test('an unknown code is told by its class, and a code of no known class not at all', () => {
  expect(causeOf({ class: 'transient', sqlstate: '08999' }).cause).toMatch(/connection/)
  expect(causeOf({ class: 'run', sqlstate: 'XX000' }).cause).toBeNull()
  expect(causeOf({ class: 'run', sqlstate: null }).cause).toBeNull()
})

test('every class says what it does to the run', () => {
  for (const kind of ['row', 'transient', 'wait', 'table', 'run'] as const)
    expect(causeOf({ class: kind, sqlstate: null }).effect.length).toBeGreaterThan(10)
})
