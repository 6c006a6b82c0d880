import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DecimalDigits } from './decimal-digits'

const digits = new DecimalDigits()
const textOf = (value: bigint) => {
  const at = digits.write(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)))
  return Buffer.from(digits.view.buffer).subarray(at).toString('latin1')
}

describe('the digits of a 64-bit number', () => {
  it('are those of its text, for any number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (n) => {
        expect(textOf(n)).toBe(String(n))
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    0n,
    -1n,
    9n,
    10n,
    999_999_999n,
    1_000_000_000n,
    -1_000_000_000n,
    4_294_967_295n,
    4_294_967_296n,
    -4_294_967_296n,
    999_999_999_999_999_999n,
    1_000_000_000_000_000_000n,
    (1n << 63n) - 1n,
    -(1n << 63n),
  ])('are right at %s, where a part ends', (n) => expect(textOf(n)).toBe(String(n)))
})
