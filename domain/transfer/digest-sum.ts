const modulus = 1n << 64n

/**
 * The digest of disjoint sets of rows together, from their digests: `version:rows:sum1:sum2`, each number added up, the sums mod 2⁶⁴.
 * Null where one was not taken, or where they are of different versions, which are never put together.
 */
export function sumDigests(digests: readonly (string | null)[]): string | null {
  let version: string | undefined
  let [rows, first, second] = [0n, 0n, 0n]
  for (const digest of digests) {
    const parts = digest?.split(':') ?? []
    const [of, ...numbers] = parts
    const [r, a, b] = numbers
    if (of === undefined || r === undefined || a === undefined || b === undefined) return null
    version ??= of
    if (of !== version) return null
    rows += BigInt(r)
    first = (first + BigInt(a)) % modulus
    second = (second + BigInt(b)) % modulus
  }
  return version === undefined ? null : `${version}:${rows}:${first}:${second}`
}

/** The digest of what is left when rows are taken out of a set, from the digests of both. Null as above. */
export function subtractDigest(all: string | null, part: string | null): string | null {
  const [version, rows, first, second] = part?.split(':') ?? []
  if (rows === undefined || first === undefined || second === undefined) return null
  const left = sumDigests([
    all,
    `${version}:0:${(modulus - BigInt(first)) % modulus}:${(modulus - BigInt(second)) % modulus}`,
  ])
  const [of, count, a, b] = left?.split(':') ?? []
  return count === undefined ? null : `${of}:${BigInt(count) - BigInt(rows)}:${a}:${b}`
}
