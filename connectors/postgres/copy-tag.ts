/** The rows in a `COPY n` command tag; undefined where it is another tag. */
export const rowsOfTag = (tag: string): bigint | undefined => {
  const [, digits] = /^COPY (\d+)$/.exec(tag) ?? []
  return digits === undefined ? undefined : BigInt(digits)
}
