import { compareCatalog, comparePositions } from './compare-catalog'
import { compareRows } from './compare-rows'
import type { Difference, Kind } from './difference'
import { catalogKinds, type Reading, type Side, withReading } from './reading'
import { readLike, type Table, type TableDigest } from './rows'

export type CompareOptions = {
  /** Compare only these tables, and what belongs to them. Qualified and quoted where need be: `public.orders`. */
  tables?: readonly string[]
  /** Schemas to leave out on both sides, unquoted. */
  ignoreSchemas?: readonly string[]
  /** Compare only these kinds; `rows` brings `row` with it. Everything by default. */
  kinds?: readonly Kind[]
  /** How many differing rows to name per table (20). The kind `rows` gives the counts in any case. */
  rowsPerTable?: number
}

/**
 * Compares two databases by SQL alone: definitions, sequences and every row. Knows nothing of what made the target.
 * Rows are compared as multisets of their text; a sequence of the target may stand further on, never behind.
 * Large objects, owners and privileges are outside it. Definitions are compared as the servers write them, and servers
 * of different major versions write some otherwise. Answers an empty list where they are equal; throws only where a
 * side cannot be read.
 */
export async function compareDatabases(
  source: Side,
  target: Side,
  { tables, ignoreSchemas = [], kinds, rowsPerTable = 20 }: CompareOptions = {},
): Promise<Difference[]> {
  const wanted = (kind: Kind) => kinds === undefined || kinds.includes(kind)
  const inScope = ({ schema, relation }: { schema: string | null; relation: string | null }) =>
    !ignoreSchemas.includes(schema ?? '') && (tables === undefined || (relation !== null && tables.includes(relation)))

  return withReading(source, (from) =>
    withReading(target, async (to) => {
      const differences: Difference[] = []
      for (const kind of catalogKinds.filter(wanted)) {
        const [before, after] = await Promise.all([from.entries(kind), to.entries(kind)])
        differences.push(...compareCatalog(kind, before.filter(inScope), after.filter(inScope)))
      }
      if (wanted('position')) {
        const [before, after] = await Promise.all([from.positions(), to.positions()])
        differences.push(...comparePositions(before.filter(inScope), after.filter(inScope)))
      }
      if (wanted('rows')) {
        const [before, after] = await Promise.all([from.tables(), to.tables()])
        for (const table of before.filter(({ schema, name }) => inScope({ schema, relation: name }))) {
          // By the bare names: servers of different versions do not quote the same words.
          const twin = after.find(({ schema, table: name }) => schema === table.schema && name === table.table)
          differences.push(...(await compareContent(from, to, table, twin, rowsPerTable)))
        }
      }
      return differences
    }),
  )
}

async function compareContent(
  from: Reading,
  to: Reading,
  table: Table,
  twin: Table | undefined,
  rowsPerTable: number,
): Promise<Difference[]> {
  const alike = twin && readLike(twin, table)
  const [was, is] = await Promise.all([from.digest(table), alike && to.digest(alike)])
  const content = { kind: 'rows', object: table.name, source: inWords(was) } as const
  if (twin === undefined) return [{ ...content, problem: 'missing', target: null }]
  if (alike === undefined || is === undefined) return [{ ...content, problem: 'altered', target: 'lacks a column' }]
  if (was.rows === is.rows && was.digest === is.digest) return []
  const rows = await compareRows(from.rows(table), to.rows(alike), table, rowsPerTable)
  return [{ ...content, problem: 'altered', target: inWords(is) }, ...rows]
}

const inWords = ({ rows, digest }: TableDigest) => `${rows} rows, digest ${digest}`
