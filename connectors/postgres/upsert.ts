import pg from 'pg'
import type { PlanTask } from '@/domain/plan/plan'
import { keepBefore } from './before-images'
import type { Writer } from './fence'
import { qualified, quoteIdent } from './identifiers'

/** Where the rows of a chunk come in before they take their places; each chunk's transaction has its own. */
const incoming = 'pg_temp.godwit_incoming'

/** Another session wrote a row of the same key between our look and our write: the chunk is tried again. */
const serializationFailure = '40001'

/** Makes the table that a chunk's rows come into, with the columns and types of the target's; it goes with the transaction. */
export async function openIncoming(target: pg.ClientBase, task: PlanTask): Promise<void> {
  await target.query(
    `CREATE TEMPORARY TABLE godwit_incoming ON COMMIT DROP AS
       SELECT ${columnsOf(task).join(', ')} FROM ONLY ${relationOf(task)} WITH NO DATA`,
  )
}

/** `COPY … FROM STDIN` of a chunk's rows into that table. */
export const copyIncomingSql = (task: PlanTask): string =>
  `COPY ${incoming} (${columnsOf(task).join(', ')}) FROM STDIN (FORMAT ${task.format === 'binary' ? 'binary' : 'text'})`

/** One row into that table, its values as text. */
export async function takeIncoming(
  target: pg.ClientBase,
  task: PlanTask,
  values: readonly (string | null)[],
): Promise<void> {
  const given = values.map((_, i) => `$${i + 1}`).join(', ')
  await target.query(`INSERT INTO ${incoming} (${columnsOf(task).join(', ')}) VALUES (${given})`, [...values])
}

/** Where the rows stand, in the table itself, that bear the keys of those that came in. */
export async function placesOfIncoming(
  target: pg.ClientBase,
  { task, key }: { task: PlanTask; key: readonly string[] },
): Promise<string[]> {
  const { rows } = await target.query<{ place: string }>(
    `SELECT godwit_row.ctid::text AS place FROM ONLY ${relationOf(task)} AS godwit_row JOIN ${incoming} AS incoming ON ${sameKey(key)}`,
  )
  return rows.map(({ place }) => place)
}

/**
 * Puts the rows that came in into their places: a row whose key is there is locked, in the order of the keys, kept as it was, and
 * replaced; the others are added. Answers how many rows the table took. Throws with 40001 where another session wrote such a row in between,
 * so that what it was could not be kept.
 */
export async function landIncoming(
  target: pg.ClientBase,
  writer: Writer,
  { task, key, chunk }: { task: PlanTask; key: readonly string[]; chunk: number },
): Promise<bigint> {
  const relation = relationOf(task)
  const keys = key.map(quoteIdent)
  await target.query(`ANALYZE ${incoming} (${keys.join(', ')})`)
  const order = keys.map((column) => `godwit_row.${column}`).join(', ')
  const kept = await keepBefore(target, writer, {
    relation,
    for: 'upsert',
    task: task.n,
    chunk,
    key,
    from: `ONLY ${relation} AS godwit_row JOIN ${incoming} AS incoming ON ${sameKey(key)} ORDER BY ${order} FOR UPDATE OF godwit_row`,
  })
  const columns = columnsOf(task)
  const { rows } = await target.query<{ landed: string; replaced: string }>(
    `WITH landed AS (
       INSERT INTO ${relation} AS godwit_row (${columns.join(', ')}) OVERRIDING SYSTEM VALUE
       SELECT ${columns.join(', ')} FROM ${incoming} ORDER BY ${keys.join(', ')}
       ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${assignments(task, key)}
       RETURNING godwit_row.xmax <> 0 AS was_there)
     SELECT count(*)::text AS landed, (count(*) FILTER (WHERE was_there))::text AS replaced FROM landed`,
  )
  const { landed, replaced } = rows[0] ?? { landed: '0', replaced: '0' }
  if (BigInt(replaced) !== kept) throw writtenInBetween(relation)
  return BigInt(landed)
}

/** A row of the migration's own, also where no value but the key came: it must bear this transaction's xmin. */
function assignments({ columns }: PlanTask, key: readonly string[]): string {
  const free = columns.filter(({ identityAlways }) => !identityAlways).map(({ name }) => name)
  const changed = free.filter((name) => !key.includes(name))
  return (changed.length > 0 ? changed : free)
    .map(quoteIdent)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')
}

function writtenInBetween(relation: string): pg.DatabaseError {
  const error = new pg.DatabaseError(`Another session wrote into ${relation} at the same time.`, 0, 'error')
  error.code = serializationFailure
  return error
}

const sameKey = (key: readonly string[]) =>
  key
    .map(quoteIdent)
    .map((column) => `godwit_row.${column} = incoming.${column}`)
    .join(' AND ')
const relationOf = ({ target }: PlanTask) => qualified(target.schema, target.name)
const columnsOf = ({ columns }: PlanTask) => columns.map(({ name }) => quoteIdent(name))
