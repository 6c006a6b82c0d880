import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPercent, progressShare, shareOf } from './share'

test('counts beyond 2^53 keep their proportion', () => {
  expect(shareOf('9223372036854775806', '9223372036854775807')).toBe(0.9999)
  expect(shareOf('4611686018427387904', '9223372036854775807')).toBe(0.5)
})

test('work that has not ended never shows 100 %, not even when it has passed its estimate', () => {
  expect(progressShare({ processedRows: '10', totalRows: '10' }, false)).toBe(0.999)
  expect(progressShare({ processedRows: '12', totalRows: '10' }, false)).toBe(0.999)
  expect(progressShare({ processedRows: '10', totalRows: '10' }, true)).toBe(1)
})

test('an empty source is 0 % until it has ended, then 100 %', () => {
  expect(progressShare({ processedRows: '0', totalRows: '0' }, false)).toBe(0)
  expect(progressShare({ processedRows: '0', totalRows: '0' }, true)).toBe(1)
})

test('an unknown size has no percentage', () => {
  expect(progressShare({ processedRows: '5', totalRows: null }, false)).toBeNull()
})

test('a percentage is rounded down', () => {
  expect(formatPercent(0.6149)).toBe('61.4%')
  expect(formatPercent(0.29, 0)).toBe('29%')
  expect(formatPercent(0.9999)).toBe('99.9%')
  expect(formatPercent(1)).toBe('100%')
})

test('a share stays between 0 and 1 whatever the counts are', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 63n - 1n), fc.bigInt(0n, 2n ** 63n - 1n), (part, whole) => {
      const share = shareOf(part, whole)
      return share >= 0 && share <= 1
    }),
  )
})
