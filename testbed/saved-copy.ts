import { type CatalogKind, catalogKinds, type Entry, type Reading, withReading } from './reading'
import type { RowGroup, TableDigest } from './rows'

/** A database as it was in a snapshot, kept in memory: it can be compared when the snapshot is gone. Opaque. */
export type SavedCopy = { reading: Reading }

/**
 * Reads the source under a snapshot that another session exported (and still holds) and keeps definitions, digests,
 * and a hash and the beginning of every row: about 200 bytes a row. `tables` limits the rows (all by default);
 * names as in `CompareOptions.tables`. The copy can only be the source of a comparison.
 */
export async function copyUnderSnapshot(url: string, snapshot: string, tables?: readonly string[]): Promise<SavedCopy> {
  return withReading({ url, snapshot }, async (live) => {
    const kept = (await live.tables()).filter(({ name }) => tables === undefined || tables.includes(name))
    const entries = new Map<CatalogKind, Entry[]>()
    for (const kind of catalogKinds) entries.set(kind, await live.entries(kind))
    const positions = await live.positions()
    const digests = new Map<string, TableDigest>()
    const rows = new Map<string, RowGroup[]>()
    for (const table of kept) {
      digests.set(table.name, await live.digest(table))
      const groups: RowGroup[] = []
      for await (const group of live.rows(table)) groups.push(group)
      rows.set(table.name, groups)
    }
    return {
      reading: {
        entries: async (kind) => entries.get(kind) ?? [],
        positions: async () => positions,
        tables: async () => kept,
        digest: async ({ name }) => {
          const digest = digests.get(name)
          if (digest === undefined) throw new Error(`${name} is not in the saved copy`)
          return digest
        },
        async *rows({ name }) {
          yield* rows.get(name) ?? []
        },
      },
    }
  })
}
