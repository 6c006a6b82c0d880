import prettyBytes from 'pretty-bytes'

/** A size in bytes as people read it: 341 MB. Takes an int64 as string or bigint too. */
export function formatBytes(bytes: bigint | number | string): string {
  return prettyBytes(typeof bytes === 'string' ? BigInt(bytes) : bytes, {
    maximumFractionDigits: 1,
    nonBreakingSpace: true,
  })
}

/** The size, with the exact count of bytes on hover. */
export function Bytes({ value }: { value: bigint | number | string }) {
  return <span title={`${BigInt(value).toLocaleString('en')} bytes`}>{formatBytes(value)}</span>
}
