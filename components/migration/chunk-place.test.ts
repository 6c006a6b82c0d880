import { expect, test } from 'vitest'
import { formatChunkPlace, parseChunkPlace } from './chunk-place'

test('a place goes into the address and comes back, counted from 1 there', () => {
  expect(formatChunkPlace({ task: 2, from: 11, count: 1 })).toBe('3.12')
  expect(formatChunkPlace({ task: 2, from: 11, count: 8 })).toBe('3.12-19')
  for (const place of [
    { task: 0, from: 0, count: 1 },
    { task: 2, from: 11, count: 8 },
  ])
    expect(parseChunkPlace(formatChunkPlace(place))).toEqual(place)
})

test('an address that names no chunk is none', () => {
  for (const text of ['', '3', '0.1', '1.0', '1.5-4', '1.x', '-1.2', '1.2.3'])
    expect([text, parseChunkPlace(text)]).toEqual([text, null])
})

test('a place is no longer than what is read at once', () => {
  expect(parseChunkPlace('1.1-5000')).toEqual({ task: 0, from: 0, count: 100 })
})
