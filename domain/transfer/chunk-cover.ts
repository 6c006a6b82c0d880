/** A range of a task's rows: lower bound out, upper bound in (or the other way about, alike for all); null is −∞ or +∞. */
export interface Range {
  readonly lower: readonly string[] | null
  readonly upper: readonly string[] | null
}

/** Why ranges do not tile (−∞, +∞). */
export type CoverGap =
  | { readonly kind: 'empty' }
  | { readonly kind: 'gap'; readonly after: readonly string[] | null }
  | { readonly kind: 'overlap'; readonly at: readonly string[] | null }
  | { readonly kind: 'stray'; readonly ranges: number }

const nameOf = (bound: readonly string[] | null) => (bound === null ? '' : JSON.stringify(bound))

/**
 * Whether ranges tile (−∞, +∞) exactly, in any order: null, or what is wrong. Each range must begin where another ends, one at −∞,
 * and one end at +∞. Bounds are compared as the text they were stored as: only the database knows their order, and it was followed
 * when they were cut.
 */
export function findGap(ranges: readonly Range[]): CoverGap | null {
  if (ranges.length === 0) return { kind: 'empty' }
  const byLower = new Map<string, Range>()
  for (const range of ranges) {
    const lower = nameOf(range.lower)
    if (byLower.has(lower)) return { kind: 'overlap', at: range.lower }
    byLower.set(lower, range)
  }
  let from: readonly string[] | null = null
  for (let seen = 1; seen <= ranges.length; seen++) {
    const range = byLower.get(nameOf(from))
    if (range === undefined) return { kind: 'gap', after: from }
    byLower.delete(nameOf(from))
    if (range.upper === null) return byLower.size === 0 ? null : { kind: 'stray', ranges: byLower.size }
    from = range.upper
  }
  return { kind: 'gap', after: from }
}

/** A range with its number in its task: cut one after the other, each begins where the one before ends. */
export interface NumberedRange extends Range {
  readonly n: number
}

/**
 * The ranges that lie between known ones and are known no more, one for each gap: what was cut there was forgotten before it landed,
 * while a later one landed. Nothing is said about what lies behind the last.
 */
export function rangesBetween(known: readonly NumberedRange[]): NumberedRange[] {
  const lost: NumberedRange[] = []
  let next: Pick<NumberedRange, 'n' | 'lower'> = { n: 0, lower: null }
  for (const range of [...known].sort((a, b) => a.n - b.n)) {
    // One that stands for several has the number of their first.
    if (range.n > next.n && nameOf(range.lower) !== nameOf(next.lower)) lost.push({ ...next, upper: range.lower })
    next = { n: range.n + 1, lower: range.upper }
  }
  return lost
}

/** What is wrong, in words. */
export function gapInWords(gap: CoverGap): string {
  switch (gap.kind) {
    case 'empty':
      return 'no chunk of it has a receipt'
    case 'gap':
      return `the range ${gap.after === null ? 'at its beginning' : `after (${gap.after.join(', ')})`} has no receipt`
    case 'overlap':
      return `two receipts begin ${gap.at === null ? 'at its beginning' : `after (${gap.at.join(', ')})`}`
    case 'stray':
      return `${gap.ranges} ${gap.ranges === 1 ? 'receipt is' : 'receipts are'} outside the chain of its ranges`
  }
}
