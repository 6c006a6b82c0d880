import prettyMilliseconds from 'pretty-ms'

/** A length of time, from milliseconds: 35 s, 4 m 27 s, 1 h 4 m. Two units at most; under a minute one decimal of a second. */
export function formatDuration(ms: number): string {
  const text = prettyMilliseconds(Math.max(0, ms), { unitCount: 2, secondsDecimalDigits: ms < 10_000 ? 1 : 0 })
  return text.replace(/(\d)([a-z])/g, '$1\u00a0$2')
}

/** The length of time, readable by machines too. */
export function Duration({ ms }: { ms: number }) {
  return <time dateTime={`PT${(ms / 1000).toFixed(1)}S`}>{formatDuration(ms)}</time>
}
