import type pg from 'pg'
import type { Writer } from '@/connectors/postgres/fence'
import { copyInSql } from '@/connectors/postgres/read'
import { copyIncomingSql, landIncoming, openIncoming } from '@/connectors/postgres/upsert'
import type { PlanTask } from '@/domain/plan/plan'
import { writeModeOf } from '@/domain/plan/write-mode'

/** How the rows of a chunk come into the target, inside the chunk's transaction. */
export interface Door {
  /** Before the rows. */
  readonly open: (target: pg.ClientBase) => Promise<void>
  /** `COPY … FROM STDIN`. */
  readonly into: string
  /** After the rows; answers how many the table has taken, of those that came. */
  readonly land: (target: pg.ClientBase, writer: Writer, arrived: bigint, chunk: number) => Promise<bigint>
}

/** Straight into the table; by way of a table of their own where they may take the place of rows that are there. */
export function doorOf(task: PlanTask): Door {
  const mode = writeModeOf(task)
  const silence = async (target: pg.ClientBase) => {
    if (task.triggers === 'replica') await target.query('SET LOCAL session_replication_role = replica')
  }
  if (mode.mode !== 'upsert')
    return { open: silence, into: copyInSql(task), land: async (_target, _writer, arrived) => arrived }
  const { key } = mode
  return {
    open: async (target) => {
      await openIncoming(target, task)
      await silence(target)
    },
    into: copyIncomingSql(task),
    land: (target, writer, _arrived, chunk) => landIncoming(target, writer, { task, key, chunk }),
  }
}
