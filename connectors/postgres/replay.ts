import type pg from 'pg'
import type { PlanTask } from '@/domain/plan/plan'
import { sumDigests } from '@/domain/transfer/digest-sum'
import { digestPlaces, type RowHash } from './digest'
import { type Writer, writeFenced } from './fence'
import { placeRow } from './place-row'
import { countReplayed, lockReject, type Reject } from './rejects'

/** `again`: it had been brought in before. `gone`: the ledger does not know it any more. `dropped`: the target took it and kept nothing. */
export type Replayed = 'done' | 'again' | 'gone' | 'dropped'

class Dropped extends Error {}

/**
 * Brings one reject into the target, with these values, in a durable transaction of its own under the fence. The reject is locked, and
 * counted as landed in the same transaction: a second time does nothing. It comes in as the plan says of its table: write mode and silent
 * triggers hold for it as they did for its chunk. Throws what the target says; nothing of it stays then.
 */
export async function replayRow(
  target: pg.ClientBase,
  writer: Writer,
  {
    task,
    place,
    values,
    hash,
  }: {
    task: PlanTask
    place: Pick<Reject, 'task' | 'chunk' | 'n'>
    values: readonly (string | null)[]
    hash: RowHash | null
  },
): Promise<Replayed> {
  try {
    return await writeFenced(target, writer, async () => {
      const state = await lockReject(target, writer, place)
      if (state === null) return 'gone'
      if (state === 'replayed') return 'again'
      const ctid = await placeRow(target, writer, { task, chunk: place.chunk, values })
      if (ctid === null) throw new Dropped('A rule or trigger of the target dropped the row.')
      await target.query('SET CONSTRAINTS ALL IMMEDIATE')
      const { rows } = await target.query<{ digest: string | null }>(
        `SELECT src_digest AS digest FROM godwit.receipt
          WHERE migration = $1 AND task = $2 AND chunk = $3 AND kind = 'chunk' FOR UPDATE`,
        [writer.migrationId, place.task, place.chunk],
      )
      const before = rows[0]?.digest ?? null
      const own = hash === null || before === null ? null : await digestPlaces(target, task.target, hash, [ctid])
      const sourceDigest = own === null ? before : sumDigests([before, own.text])
      await countReplayed(target, writer, { ...place, sourceDigest })
      return 'done'
    })
  } catch (error) {
    if (error instanceof Dropped) return 'dropped'
    throw error
  }
}
