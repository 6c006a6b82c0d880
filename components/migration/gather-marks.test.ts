import { expect, test } from 'vitest'
import type { ChartMark } from './chart-marks'
import { gatherMarks } from './gather-marks'

const mark = (label: string, kind: ChartMark['kind'] = 'chunks'): ChartMark => ({ at: label, label, why: label, kind })
const at =
  (places: Record<string, number | null>) =>
  ({ label }: ChartMark) =>
    places[label] ?? null

test('marks that a finger can tell apart stay apart', () => {
  const groups = gatherMarks([mark('a'), mark('b')], at({ a: 10, b: 34 }))
  expect(groups.map(({ x, label }) => [x, label])).toEqual([
    [10, 'a'],
    [34, 'b'],
  ])
})

test('marks that would overlap become one that keeps them all, measured from its first', () => {
  const groups = gatherMarks([mark('a'), mark('b'), mark('c')], at({ a: 10, b: 20, c: 33.9 }))
  expect(groups).toHaveLength(1)
  expect(groups[0]?.marks.map(({ label }) => label)).toEqual(['a', 'b', 'c'])
  expect(groups[0]?.label).toBe('chunks resized × 3')
})

test('what happened to the run is told before what happened to chunks', () => {
  const groups = gatherMarks([mark('chunk 1 → 2'), mark('paused', 'run')], at({ 'chunk 1 → 2': 10, paused: 12 }))
  expect(groups[0]?.label).toBe('paused + 1')
})

test('a mark outside the shown span has no place', () => {
  expect(gatherMarks([mark('a'), mark('b')], at({ a: null, b: 5 })).map(({ label }) => label)).toEqual(['b'])
})
