import type { CatalogReader } from './catalog-reader'
import { type Draft, type Ref, refOf } from './draft'
import { onlySince } from './newer'

/**
 * The OIDs of built-in functions by the version that brought them, as ranges. They are assigned by hand in PostgreSQL's
 * sources (pg_proc.dat) and never again for another.
 */
const functionsSince: readonly (readonly [since: number, ranges: readonly (readonly [number, number])[]])[] = [
  [
    15,
    [
      [2137, 2137],
      [4545, 4548],
      [5097, 5100],
      [6205, 6207],
      [6224, 6227],
      [6230, 6272],
    ],
  ],
  [
    16,
    [
      [6107, 6107],
      [6208, 6223],
      [6273, 6311],
    ],
  ],
  [
    17,
    [
      [3813, 3813],
      [4549, 4549],
      [6099, 6099],
      [6105, 6105],
      [6312, 6312],
      [6314, 6346],
    ],
  ],
  [
    18,
    [
      [4099, 4100],
      [6313, 6313],
      [6347, 6430],
    ],
  ],
]

/** Marks of syntax in a stored expression, as a regular expression of PostgreSQL's finds them. */
const syntaxSince = new Map<string, readonly [since: number, what: string]>([
  ['{QUERY :commandType 5', [15, 'MERGE']],
  ['{JSONISPREDICATE', [16, 'IS JSON']],
  ['{JSONCONSTRUCTOREXPR', [16, 'a constructor of SQL/JSON']],
  ['{JSONEXPR', [17, 'a query of SQL/JSON']],
  [':varreturningtype 1', [18, 'OLD in RETURNING']],
  [':varreturningtype 2', [18, 'NEW in RETURNING']],
])

/** Every stored expression: by the row that holds it. */
const trees = `
  SELECT 'pg_rewrite' AS catalog, oid, concat(ev_action, ev_qual) AS tree FROM pg_rewrite
  UNION ALL SELECT 'pg_attrdef', oid, adbin::text FROM pg_attrdef
  UNION ALL SELECT 'pg_constraint', oid, conbin::text FROM pg_constraint
  UNION ALL SELECT 'pg_class', indexrelid, concat(indexprs, indpred) FROM pg_index
  UNION ALL SELECT 'pg_class', partrelid, partexprs::text FROM pg_partitioned_table
  UNION ALL SELECT 'pg_policy', oid, concat(polqual, polwithcheck) FROM pg_policy
  UNION ALL SELECT 'pg_trigger', oid, tgqual::text FROM pg_trigger
  UNION ALL SELECT 'pg_proc', oid, concat(prosqlbody, proargdefaults) FROM pg_proc
  UNION ALL SELECT 'pg_type', oid, typdefaultbin::text FROM pg_type
  UNION ALL SELECT 'pg_statistic_ext', oid, stxexprs::text FROM pg_statistic_ext`

const firstUserOid = 16_384
const newest = (since: number) => functionsSince.filter(([version]) => version >= since).flatMap(([, ranges]) => ranges)
const marks = [...syntaxSince.keys()].map((mark) => mark.replace('{', '\\{')).join('|')

interface Row {
  catalog: string
  oid: number
  /** Of a function, and its name; else `mark` is there. */
  function: number | null
  name: string | null
  mark: string | null
}

/**
 * Adds to each draft what its expressions (views, rules, defaults, checks, indexes, policies, triggers, SQL bodies) use that
 * servers of earlier versions lack. Bodies of functions that are mere text cannot be looked into.
 */
export const addNewerExpressions = async (
  { versionNum, query }: CatalogReader,
  makerOf: (ref: Ref) => Draft | undefined,
): Promise<void> => {
  const [oldest] = functionsSince
  if (oldest === undefined || versionNum < oldest[0] * 10_000) return
  const isNewer = newest(oldest[0]).map(([from, to]) => `m[1]::int8 BETWEEN ${from} AND ${to}`)
  const rows = await query<Row>(
    `SELECT DISTINCT t.catalog, t.oid, m[1]::oid AS function, m[1]::regproc::text AS name, m[2] AS mark
       FROM (${trees}) t, regexp_matches(t.tree, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)|(${marks})', 'g') m
      WHERE t.oid >= ${firstUserOid} AND (m[2] IS NOT NULL OR ${isNewer.join(' OR ')})
      ORDER BY t.catalog, t.oid, name, mark`,
  )
  for (const row of rows) {
    const draft = makerOf(refOf(row.catalog, row.oid))
    if (draft === undefined) continue
    const [since, what] =
      row.mark === null ? [sinceOf(row.function), `the function ${row.name}`] : (syntaxSince.get(row.mark) ?? [0, ''])
    if (!draft.newer.some((feature) => feature.what === what)) draft.newer.push(onlySince(since, what))
  }
}

const sinceOf = (oid: number | null): number =>
  functionsSince.find(([, ranges]) => ranges.some(([from, to]) => oid !== null && oid >= from && oid <= to))?.[0] ?? 0
