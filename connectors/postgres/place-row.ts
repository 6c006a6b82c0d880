import pg from 'pg'
import type { PlanTask } from '@/domain/plan/plan'
import { writeModeOf } from '@/domain/plan/write-mode'
import { ownRows } from './expel'
import type { Writer } from './fence'
import { qualified, quoteIdent } from './identifiers'
import { type ForeignKey, keysOf, keysPointingTo, orphansAmong, rowsPointingTo } from './pointing-rows'
import { landIncoming, openIncoming, placesOfIncoming, takeIncoming } from './upsert'

/** Rows of others that a key leads to the place of a row. */
interface Pointing {
  readonly key: ForeignKey
  readonly places: readonly string[]
}

/**
 * Puts one row of a chunk into its table as the plan says: beside those that are there, or in the place of the one that bears its key,
 * which is kept as it was; without a trigger where those stay silent, and then what its foreign keys would have said is looked up. In the
 * caller's transaction. Answers where it stands; null: a rule or trigger dropped it. Throws what the target says.
 */
export async function placeRow(
  target: pg.ClientBase,
  writer: Writer,
  { task, chunk, values }: { task: PlanTask; chunk: number; values: readonly (string | null)[] },
): Promise<string | null> {
  const mode = writeModeOf(task)
  const key = mode.mode === 'upsert' ? mode.key : null
  if (key !== null) await openIncoming(target, task)
  const isSilent = task.triggers === 'replica'
  if (isSilent) await target.query('SET LOCAL session_replication_role = replica')
  if (key === null) return checked(target, task, { isSilent, pointing: [] }, await insertRow(target, task, values))
  await takeIncoming(target, task, values)
  const there = await placesOfIncoming(target, { task, key })
  // A row that this migration itself brought under that key stays: two rows of the source cannot have one place, and the key says so.
  if ((await ownRows(target, writer, task, there)).length > 0) return insertRow(target, task, values)
  const pointing = isSilent ? await pointingTo(target, task, there) : []
  const landed = await landIncoming(target, writer, { task, key, chunk })
  const [place = null] = landed === 0n ? [] : await placesOfIncoming(target, { task, key })
  return checked(target, task, { isSilent, pointing }, place)
}

async function insertRow(
  target: pg.ClientBase,
  task: PlanTask,
  values: readonly (string | null)[],
): Promise<string | null> {
  const columns = task.columns.map(({ name }) => quoteIdent(name)).join(', ')
  const given = task.columns.map((_, i) => `$${i + 1}`).join(', ')
  // COPY writes into identity columns as a matter of course, INSERT has to be told.
  const what = columns === '' ? 'DEFAULT VALUES' : `(${columns}) OVERRIDING SYSTEM VALUE VALUES (${given})`
  const { rows } = await target.query<{ ctid: string }>(
    `INSERT INTO ${relationOf(task)} ${what} RETURNING ctid::text AS ctid`,
    [...values],
  )
  return rows[0]?.ctid ?? null
}

async function pointingTo(target: pg.ClientBase, task: PlanTask, places: readonly string[]): Promise<Pointing[]> {
  if (places.length === 0) return []
  const found: Pointing[] = []
  for (const key of await keysPointingTo(target, relationOf(task)))
    found.push({ key, places: await rowsPointingTo(target, key, places) })
  return found
}

/** Silent triggers are silent foreign keys as well: the row must not point nowhere, nor may those that pointed to the one before it. */
async function checked(
  target: pg.ClientBase,
  task: PlanTask,
  { isSilent, pointing }: { isSilent: boolean; pointing: readonly Pointing[] },
  place: string | null,
): Promise<string | null> {
  if (!isSilent || place === null) return place
  const own = (await keysOf(target, task.target)).map((key) => ({ key, places: [place] }))
  for (const { key, places } of [...own, ...pointing])
    if ((await orphansAmong(target, key, places)).length > 0) throw pointsNowhere(key)
  return place
}

function pointsNowhere({ name }: ForeignKey): pg.DatabaseError {
  const error = new pg.DatabaseError(`A row would point nowhere, by the foreign key ${quoteIdent(name)}.`, 0, 'error')
  error.code = '23503'
  error.constraint = name
  return error
}

const relationOf = ({ target }: PlanTask) => qualified(target.schema, target.name)
