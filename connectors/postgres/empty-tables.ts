import type pg from 'pg'
import type { TableRef } from '@/domain/plan/plan'
import { keepBefore } from './before-images'
import type { Writer } from './fence'
import { qualified } from './identifiers'

export interface Emptying {
  readonly tables: readonly TableRef[]
  /** The statement that empties them. */
  readonly sql: readonly string[]
  readonly step: number
  readonly keep: boolean
  /** No trigger fires. */
  readonly silent: boolean
}

/**
 * Empties tables in one statement, in the caller's transaction, after keeping their rows where they are to be kept. Locked first, so that
 * no row comes in between. Never cascades: a table that another one points to is refused by the server.
 */
export async function emptyTables(
  target: pg.ClientBase,
  writer: Writer,
  { tables, sql, step, keep, silent }: Emptying,
): Promise<void> {
  const relations = tables.map(({ schema, name }) => qualified(schema, name))
  await target.query(
    `LOCK TABLE ${relations.map((relation) => `ONLY ${relation}`).join(', ')} IN ACCESS EXCLUSIVE MODE`,
  )
  for (const relation of keep ? relations : []) {
    const from = `ONLY ${relation} AS godwit_row`
    await keepBefore(target, writer, { relation, for: 'truncate', task: -1, chunk: step, key: [], from })
  }
  if (silent) await target.query('SET LOCAL session_replication_role = replica')
  await target.query(sql.join(';\n'))
  if (silent) await target.query('SET LOCAL session_replication_role = origin')
}
