import type pg from 'pg'
import { quoteLiteral } from './identifiers'

/**
 * Moves a target's sequence forwards to where the source's stands *now*: sequences are outside snapshots, and setval survives a
 * ROLLBACK, so it is only ever moved on, in the direction of its increment, and never behind what the target gave out itself or
 * what a row of its column holds. One that has given out nothing stands where the source's stands, wherever that is, and one that
 * cycles has no direction: rows do not move it. `sequence` is qualified and quoted.
 */
export async function carrySequence(source: pg.ClientBase, target: pg.ClientBase, sequence: string): Promise<void> {
  const own = await positionOf(target, sequence)
  const theirs = await positionOf(source, sequence)
  const further = (a: Position, b: Position) => ((own.increment > 0n ? next(a) >= next(b) : next(a) <= next(b)) ? a : b)
  const given = isUntouched(own) ? theirs : further(theirs, own)
  const row = own.cycles ? null : await furthestRow(target, sequence, own)
  const best = row === null ? given : further(given, row)
  if (best.value === own.value && best.called === own.called) return
  await target.query(`SELECT pg_catalog.setval(${quoteLiteral(sequence)}::regclass, $1::int8, $2)`, [
    String(best.value),
    best.called,
  ])
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

async function positionOf(session: pg.ClientBase, sequence: string): Promise<Standing> {
  const { rows } = await session.query<
    Record<'value' | 'increment' | 'start' | 'minimum' | 'maximum', string> & {
      called: boolean
      cycles: boolean
    }
  >(
    `SELECT last_value::text AS value, is_called AS called, seqincrement::text AS increment, seqstart::text AS start,
            seqmin::text AS minimum, seqmax::text AS maximum, seqcycle AS cycles
       FROM ${sequence}, pg_catalog.pg_sequence WHERE seqrelid = ${quoteLiteral(sequence)}::regclass`,
  )
  const [row] = rows
  if (row === undefined) throw new Error(`The sequence ${sequence} has no position.`)
  return {
    value: BigInt(row.value),
    called: row.called,
    increment: BigInt(row.increment),
    start: BigInt(row.start),
    minimum: BigInt(row.minimum),
    maximum: BigInt(row.maximum),
    cycles: row.cycles,
  }
}

/**
 * The furthest value, within the sequence's bounds, of the column that it serves, read by whatever index there is; null without
 * one. A sequence can belong to a column of any type; only whole and decimal numbers are asked.
 */
async function furthestRow(
  target: pg.ClientBase,
  sequence: string,
  { increment, minimum, maximum }: Standing,
): Promise<Position | null> {
  const { rows: owners } = await target.query<{ relation: string; column: string }>(
    `WITH RECURSIVE owner AS (
       SELECT d.refobjid AS relation, a.attname AS name, a.atttypid AS type
         FROM pg_catalog.pg_depend d
              JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = ${quoteLiteral(sequence)}::regclass
          AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
       UNION ALL
       SELECT o.relation, o.name, t.typbasetype FROM owner o JOIN pg_catalog.pg_type t ON t.oid = o.type AND t.typtype = 'd')
     SELECT relation::regclass::text AS relation, pg_catalog.quote_ident(name) AS column
       FROM owner WHERE type IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype)`,
  )
  const [owner] = owners
  if (owner === undefined) return null
  const furthest = increment > 0n ? 'max' : 'min'
  const { rows } = await target.query<{ value: string | null }>(
    `SELECT pg_catalog.trunc(${furthest}(${owner.column})::numeric)::text AS value FROM ${owner.relation}
      WHERE ${owner.column} BETWEEN '${minimum}'::int8 AND '${maximum}'::int8`,
  )
  const value = rows[0]?.value ?? null
  return value === null ? null : { value: BigInt(value), called: true, increment }
}
