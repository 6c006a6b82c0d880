import { withReading } from './reading'
import type { TableDigest } from './rows'

/** Row count and digest of every table with rows of its own, in one snapshot. Equal digests: equal rows. */
export async function tableDigests(
  url: string,
  { snapshot, ignoreSchemas = [] }: { snapshot?: string; ignoreSchemas?: readonly string[] } = {},
): Promise<TableDigest[]> {
  return withReading({ url, ...(snapshot === undefined ? {} : { snapshot }) }, async (reading) => {
    const digests: TableDigest[] = []
    for (const table of await reading.tables()) {
      if (!ignoreSchemas.includes(table.schema)) digests.push(await reading.digest(table))
    }
    return digests
  })
}
