import type pg from 'pg'
import type { PlanTask } from '@/domain/plan/plan'
import { qualified, quoteIdent } from './identifiers'

interface Part {
  expression: string
  operator: string
}

/** What makes two rows clash under a unique index or an exclusion constraint: its expressions, each with its operator. */
const partsSql = `
  SELECT pg_catalog.pg_get_indexdef(i.indexrelid, k.n::int, true) AS expression,
         pg_catalog.format('OPERATOR(%I.%s)', s.nspname, o.oprname) AS operator
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
         LEFT JOIN pg_catalog.pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'x' AND c.conrelid = i.indrelid,
         pg_catalog.generate_series(1, i.indnkeyatts) k (n), pg_catalog.pg_opclass oc, pg_catalog.pg_operator o, pg_catalog.pg_namespace s
   WHERE i.indrelid = $1::regclass AND x.relname = $2 AND oc.oid = (i.indclass::oid[])[k.n - 1] AND s.oid = o.oprnamespace
     AND o.oid = coalesce(c.conexclop[k.n],
                          (SELECT amopopr FROM pg_catalog.pg_amop
                            WHERE amopfamily = oc.opcfamily AND amopstrategy = 3 AND amoplefttype = oc.opcintype
                              AND amoprighttype = oc.opcintype))
   ORDER BY k.n`

const predicateSql = `
  SELECT pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
   WHERE i.indrelid = $1::regclass AND x.relname = $2`

const typesSql = `
  SELECT attname::text AS name, pg_catalog.format_type(atttypid, atttypmod) AS type FROM pg_catalog.pg_attribute
   WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`

const keyOrder = (of: string, key: readonly string[]) =>
  key.length === 0 ? `${of}.place` : `ROW(${key.map((c) => `${of}.${quoteIdent(c)}`).join(', ')})`

/**
 * Rows of a target's table that clash with an earlier one under an index that cannot be built on them, by its definition in the source;
 * of each clash the one with the smallest key stays. At most `most` and one more.
 */
export async function clashesUnder(
  { source, target }: { source: pg.ClientBase; target: pg.ClientBase },
  task: PlanTask,
  index: string,
  { key, most }: { key: readonly string[]; most: number },
): Promise<string[]> {
  const of = [qualified(task.source.schema, task.source.name), index]
  const { rows: parts } = await source.query<Part>(partsSql, of)
  const { rows: predicates } = await source.query<{ predicate: string | null }>(predicateSql, of)
  if (parts.length === 0) return []
  const where = predicates[0]?.predicate ? ` WHERE ${predicates[0].predicate}` : ''
  const list = [...parts.map(({ expression }, i) => `${expression} AS part_${i}`), ...key.map(quoteIdent)].join(', ')
  const clash = parts.map(({ operator }, i) => `a.part_${i} ${operator} b.part_${i}`).join(' AND ')
  const { rows } = await target.query<{ earlier: string; later: string }>(
    `WITH rows AS MATERIALIZED
       (SELECT ctid AS place, ${list} FROM ONLY ${qualified(task.target.schema, task.target.name)}${where})
     SELECT a.place::text AS earlier, b.place::text AS later FROM rows a JOIN rows b
         ON ${clash} AND ${keyOrder('a', key)} < ${keyOrder('b', key)}
      ORDER BY ${keyOrder('b', key)}, ${keyOrder('a', key)} LIMIT ${most * most + most + 1}`,
  )
  const leaving = new Set<string>()
  for (const { earlier, later } of rows) if (!leaving.has(earlier)) leaving.add(later)
  return [...leaving].slice(0, most + 1)
}

/**
 * Places of the target's rows that a row clashes with under the index of this name. Empty where it has none, or where the index is
 * none of the table's own.
 */
export async function clashingRows(
  target: pg.ClientBase,
  task: PlanTask,
  index: string,
  values: readonly (string | null)[],
): Promise<string[]> {
  const relation = qualified(task.target.schema, task.target.name)
  const { rows: parts } = await target.query<Part>(partsSql, [relation, index])
  const { rows: of } = await target.query<{ predicate: string | null }>(predicateSql, [relation, index])
  if (parts.length === 0) return []
  const { rows: types } = await target.query<{ name: string; type: string }>(typesSql, [relation])
  const typeOf = new Map(types.map(({ name, type }) => [name, type]))
  const given = task.columns.map(({ name }, i) => `$${i + 1}::${typeOf.get(name) ?? 'text'} AS ${quoteIdent(name)}`)
  const list = parts.map(({ expression }, i) => `${expression} AS part_${i}`).join(', ')
  const where = of[0]?.predicate ? ` WHERE ${of[0].predicate}` : ''
  const clash = parts.map(({ operator }, i) => `there.part_${i} ${operator} here.part_${i}`).join(' AND ')
  const { rows } = await target.query<{ place: string }>(
    `SELECT there.place FROM (SELECT ctid::text AS place, ${list} FROM ONLY ${relation}${where}) there,
            (SELECT ${list} FROM (SELECT ${given.join(', ')}) given) here WHERE ${clash}`,
    [...values],
  )
  return rows.map(({ place }) => place)
}
