/** How much of `whole` is `part`, 0 to 1, from int64 strings without losing digits on the way; 0 of 0 is 0. */
export function shareOf(part: string | bigint, whole: string | bigint): number {
  const all = BigInt(whole)
  if (all <= 0n) return 0
  const tenThousandths = (BigInt(part) * 10_000n) / all
  return Math.min(1, Math.max(0, Number(tenThousandths) / 10_000))
}

/** The most that anything unfinished may show: only an end is 100 %. */
const almost = 0.999

/**
 * How far a piece of work is, 0 to 1; null while nobody knows its size. An estimate that has been passed says “almost”,
 * and so does everything that has not ended yet.
 */
export function progressShare(
  work: { processedRows: string; totalRows: string | null },
  ended: boolean,
): number | null {
  if (work.totalRows === null) return null
  if (BigInt(work.totalRows) === 0n) return ended ? 1 : 0
  const share = shareOf(work.processedRows, work.totalRows)
  return ended ? share : Math.min(share, almost)
}

/** 61.4%, rounded down so that it never promises more than is there; the whole is plain 100%. */
export function formatPercent(share: number, digits: 0 | 1 = 1): string {
  if (share >= 1) return '100%'
  const scale = digits === 1 ? 10 : 1
  return `${(Math.floor(share * 100 * scale + 1e-9) / scale).toFixed(digits)}%`
}
