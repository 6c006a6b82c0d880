import { expect, test } from 'vitest'
import { plotSeries } from './plot-series'

const point = (second: number, rowsPerSecond: number) => ({
  at: new Date(second * 1000).toISOString(),
  rowsPerSecond,
  bytesPerSecond: 0,
})

test('points become seconds and rates', () => {
  expect(plotSeries([point(100, 5), point(102, 7)])).toEqual([
    [100, 102],
    [5, 7],
  ])
})

test('one point alone is a peak between nothing and nothing, so that it can be seen', () => {
  expect(plotSeries([point(100, 5)])).toEqual([
    [99.5, 100, 100.5],
    [0, 5, 0],
  ])
  expect(plotSeries([])).toEqual([[], []])
})

test('where nothing ran the curve lies at zero instead of a line across', () => {
  expect(plotSeries([point(98, 5), point(99, 5), point(100, 5), point(107, 7)])).toEqual([
    [98, 99, 100, 100.5, 106.5, 107],
    [5, 5, 5, 0, 0, 7],
  ])
})

test('points that lie far apart throughout are a long run, not one of pauses', () => {
  const points = [point(0, 5), point(30, 5), point(60, 6), point(90, 7)]
  expect(plotSeries(points)[1]).toEqual([5, 5, 6, 7])
})

test('a point that came twice, or out of order, is drawn once', () => {
  expect(plotSeries([point(100, 5), point(100, 6), point(99, 1), point(101, 7)])).toEqual([
    [100, 101],
    [5, 7],
  ])
})
