import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subtractDigest, sumDigests } from './digest-sum'

const sum = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
const digest = fc.record({ rows: fc.bigInt({ min: 0n, max: 1n << 40n }), a: sum, b: sum })
const text = ({ rows, a, b }: { rows: bigint; a: bigint; b: bigint }) => `v1:${rows}:${a}:${b}`

describe('the sum of digests', () => {
  it('adds rows, and sums mod 2⁶⁴', () => {
    expect(sumDigests(['v1:2:18446744073709551615:1', 'v1:3:2:5'])).toBe('v1:5:1:6')
  })

  it('does not depend on the order, nor on what is put together first', () => {
    fc.assert(
      fc.property(fc.array(digest, { minLength: 2, maxLength: 9 }), (digests) => {
        const all = digests.map(text)
        const [first = null, ...others] = all
        expect(sumDigests([...all].reverse())).toBe(sumDigests(all))
        expect(sumDigests([first, sumDigests(others)])).toBe(sumDigests(all))
      }),
    )
  })

  it('is not known where one was not taken, or of another version, or where there is none', () => {
    expect(sumDigests(['v1:1:1:1', null])).toBeNull()
    expect(sumDigests(['v1:1:1:1', 'v1t:1:1:1'])).toBeNull()
    expect(sumDigests([])).toBeNull()
  })

  it('loses a part again, whatever the part is', () => {
    fc.assert(
      fc.property(digest, digest, (a, b) => {
        expect(subtractDigest(sumDigests([text(a), text(b)]), text(b))).toBe(text(a))
      }),
    )
    expect(subtractDigest('v1:1:1:1', null)).toBeNull()
    expect(subtractDigest(null, 'v1:1:1:1')).toBeNull()
  })
})
