const full = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A count as text: `1204331`, a bigint or an int64 as string, with thousands separators. Never through a float. */
export function formatCount(value: bigint | number | string): string {
  return full.format(typeof value === 'string' ? BigInt(value) : value)
}

/** A count. `short` writes 1.2M with the full figure on hover; `approx` marks an estimate with “~”. */
export function Num({
  value,
  short = false,
  approx = false,
}: {
  value: bigint | number | string
  short?: boolean
  approx?: boolean
}) {
  const exact = formatCount(value)
  const mark = approx ? '~' : ''
  if (!short) return `${mark}${exact}`
  const brief = compact.format(typeof value === 'string' ? BigInt(value) : value)
  return <span title={brief === exact ? undefined : exact}>{`${mark}${brief}`}</span>
}
