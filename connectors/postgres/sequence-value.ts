import type pg from 'pg'
import { quoteLiteral } from './identifiers'

/**
 * Moves sequences of the target forwards to where the source's stand *now*: sequences are outside snapshots, and setval survives a
 * ROLLBACK, so each is only ever moved on, in the direction of its increment, and never behind what the target gave out itself or
 * what a row of its column holds. One that has given out nothing stands where the source's stands, wherever that is, and one that
 * cycles has no direction: rows do not move it. `sequences` are qualified and quoted; they take five round trips, however many they are.
 */
export async function carrySequences(
  source: pg.ClientBase,
  target: pg.ClientBase,
  sequences: readonly string[],
): Promise<void> {
  if (sequences.length === 0) return
  const [own, theirs] = [await positionsOf(target, sequences), await positionsOf(source, sequences)]
  const rows = await furthestRows(target, sequences, own)
  const moves = sequences.flatMap((sequence, at) => {
    const [here, there, row = null] = [own[at], theirs[at], rows[at]]
    if (here === undefined || there === undefined) throw new Error(`The sequence ${sequence} has no position.`)
    const best = bestOf(here, there, row)
    if (best.value === here.value && best.called === here.called) return []
    return [`pg_catalog.setval(${quoteLiteral(sequence)}::regclass, '${best.value}'::int8, ${best.called})`]
  })
  if (moves.length > 0) await target.query(`SELECT ${moves.join(', ')}`)
}

function bestOf(own: Standing, theirs: Standing, row: Position | null): Position {
  const further = (a: Position, b: Position) => ((own.increment > 0n ? next(a) >= next(b) : next(a) <= next(b)) ? a : b)
  const given = isUntouched(own) ? theirs : further(theirs, own)
  return row === null || own.cycles ? given : further(given, row)
}

interface Position {
  readonly value: bigint
  readonly called: boolean
  readonly increment: bigint
}

interface Standing extends Position {
  readonly start: bigint
  readonly minimum: bigint
  readonly maximum: bigint
  readonly cycles: boolean
}

const next = ({ value, called, increment }: Position) => (called ? value + increment : value)
const isUntouched = ({ value, called, start }: Standing) => !called && value === start

interface StandingRow extends Record<'value' | 'increment' | 'start' | 'minimum' | 'maximum', string> {
  called: boolean
  cycles: boolean
}

/** In the order of `sequences`. */
async function positionsOf(session: pg.ClientBase, sequences: readonly string[]): Promise<Standing[]> {
  const each = sequences.map(
    (sequence, at) =>
      `SELECT ${at} AS at, last_value::text AS value, is_called AS called, seqincrement::text AS increment, seqstart::text AS start,
              seqmin::text AS minimum, seqmax::text AS maximum, seqcycle AS cycles
         FROM ${sequence}, pg_catalog.pg_sequence WHERE seqrelid = ${quoteLiteral(sequence)}::regclass`,
  )
  const { rows } = await session.query<StandingRow>(`${each.join(' UNION ALL ')} ORDER BY at`)
  return rows.map((row) => ({
    value: BigInt(row.value),
    called: row.called,
    increment: BigInt(row.increment),
    start: BigInt(row.start),
    minimum: BigInt(row.minimum),
    maximum: BigInt(row.maximum),
    cycles: row.cycles,
  }))
}

/** The columns that sequences serve. A sequence can belong to a column of any type; only whole and decimal numbers are asked. */
const ownersSql = (sequences: readonly string[]) => `
  WITH RECURSIVE sequence AS (
    SELECT name::regclass AS oid, at FROM pg_catalog.unnest(ARRAY[${sequences.map(quoteLiteral).join(', ')}]) WITH ORDINALITY s (name, at)),
  owner AS (
    SELECT s.at, d.refobjid AS relation, a.attname AS name, a.atttypid AS type
      FROM sequence s JOIN pg_catalog.pg_depend d ON d.objid = s.oid
           JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
     WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
       AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    UNION ALL
    SELECT o.at, o.relation, o.name, t.typbasetype
      FROM owner o JOIN pg_catalog.pg_type t ON t.oid = o.type AND t.typtype = 'd')
  SELECT (at - 1)::int AS at, relation::regclass::text AS relation, pg_catalog.quote_ident(name) AS column
    FROM owner WHERE type IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype)`

/** The furthest value, within the sequence's bounds, of the column that each serves, by whatever index there is; null without one. */
async function furthestRows(
  target: pg.ClientBase,
  sequences: readonly string[],
  standings: readonly Standing[],
): Promise<(Position | null)[]> {
  const answer: (Position | null)[] = sequences.map(() => null)
  const { rows: owners } = await target.query<{ at: number; relation: string; column: string }>(ownersSql(sequences))
  const asked = owners.flatMap(({ at, relation, column }) => {
    const standing = standings[at]
    if (standing === undefined || standing.cycles) return []
    const furthest = standing.increment > 0n ? 'max' : 'min'
    return [
      `SELECT ${at} AS at, pg_catalog.trunc(${furthest}(${column})::numeric)::text AS value FROM ${relation}
        WHERE ${column} BETWEEN '${standing.minimum}'::int8 AND '${standing.maximum}'::int8`,
    ]
  })
  if (asked.length === 0) return answer
  const { rows } = await target.query<{ at: number; value: string | null }>(asked.join(' UNION ALL '))
  for (const { at, value } of rows) {
    const standing = standings[at]
    if (value !== null && standing !== undefined)
      answer[at] = { value: BigInt(value), called: true, increment: standing.increment }
  }
  return answer
}
