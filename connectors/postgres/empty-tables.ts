import type pg from 'pg'
import type { TableRef } from '@/domain/plan/plan'
import { keepBefore } from './before-images'
import type { Writer } from './fence'
import { qualified } from './identifiers'

/**
 * Empties tables in one statement, in the caller's transaction, after keeping their rows where they are to be kept. Locked first, so that
 * no row comes in between. Never cascades: a table that another one points to is refused by the server.
 */
export async function emptyTables(
  target: pg.ClientBase,
  writer: Writer,
  { tables, sql, step, keep }: { tables: readonly TableRef[]; sql: readonly string[]; step: number; keep: boolean },
): Promise<void> {
  const relations = tables.map(({ schema, name }) => qualified(schema, name))
  await target.query(
    `LOCK TABLE ${relations.map((relation) => `ONLY ${relation}`).join(', ')} IN ACCESS EXCLUSIVE MODE`,
  )
  for (const relation of keep ? relations : []) {
    const from = `ONLY ${relation} AS godwit_row`
    await keepBefore(target, writer, { relation, for: 'truncate', task: -1, chunk: step, key: [], from })
  }
  await target.query(sql.join(';\n'))
}
