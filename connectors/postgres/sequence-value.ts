import type pg from 'pg'
import { quoteLiteral } from './identifiers'

/**
 * Moves a target's sequence forwards to where the source's stands *now*: sequences are outside snapshots, and setval survives a
 * ROLLBACK, so it is only ever moved on, in the direction of its increment, and never behind what the target gave out itself or
 * what a row of its column holds. `sequence` is qualified and quoted.
 */
export async function carrySequence(source: pg.ClientBase, target: pg.ClientBase, sequence: string): Promise<void> {
  const own = await positionOf(target, sequence)
  const theirs = await positionOf(source, sequence)
  const ascending = own.increment > 0n
  const further = (a: Position, b: Position) => ((ascending ? next(a) >= next(b) : next(a) <= next(b)) ? a : b)
  const best = further(further(theirs, own), await highestRow(target, sequence, own, ascending))
  if (next(best) === next(own)) return
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

const next = ({ value, called, increment }: Position) => (called ? value + increment : value)

async function positionOf(session: pg.ClientBase, sequence: string): Promise<Position> {
  const { rows } = await session.query<{ value: string; called: boolean; increment: string }>(
    `SELECT last_value::text AS value, is_called AS called,
            (SELECT seqincrement::text FROM pg_catalog.pg_sequence WHERE seqrelid = ${quoteLiteral(sequence)}::regclass) AS increment
       FROM ${sequence}`,
  )
  const [row] = rows
  if (row === undefined) throw new Error(`The sequence ${sequence} has no position.`)
  return { value: BigInt(row.value), called: row.called, increment: BigInt(row.increment) }
}

/** The furthest value in the column that the sequence serves, read by whatever index there is; the sequence's own position without one. */
async function highestRow(
  target: pg.ClientBase,
  sequence: string,
  own: Position,
  ascending: boolean,
): Promise<Position> {
  const { rows: owners } = await target.query<{ relation: string; column: string }>(
    `SELECT d.refobjid::regclass::text AS relation, pg_catalog.quote_ident(a.attname) AS column
       FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = ${quoteLiteral(sequence)}::regclass
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0`,
  )
  const [owner] = owners
  if (owner === undefined) return own
  const { rows } = await target.query<{ value: string | null }>(
    `SELECT pg_catalog.trunc(${ascending ? 'max' : 'min'}(${owner.column})::numeric)::text AS value FROM ${owner.relation}`,
  )
  const value = rows[0]?.value ?? null
  return value === null ? own : { value: BigInt(value), called: true, increment: own.increment }
}
