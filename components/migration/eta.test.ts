import { expect, test } from 'vitest'
import { formatRange } from './eta'

test('a range takes the unit of its far end', () => {
  expect(formatRange({ low: 38, high: 55 })).toBe('38–55 s')
  expect(formatRange({ low: 185, high: 290 })).toBe('3–5 min')
  expect(formatRange({ low: 7300, high: 10_000 })).toBe('2–3 h')
})

test('a range within one unit is “about”, one that starts below it is “under”', () => {
  expect(formatRange({ low: 240, high: 240 })).toBe('about 4 min')
  expect(formatRange({ low: 20, high: 100 })).toBe('under 2 min')
  expect(formatRange({ low: 0, high: 1 })).toBe('about 1 s')
  expect(formatRange({ low: 0, high: 0 })).toBe('about 1 s')
})
