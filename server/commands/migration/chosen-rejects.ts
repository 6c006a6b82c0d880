import { lockRejects, type RejectRow } from '@/db/statements/rejects'
import type { Tx } from '@/db/transaction'
import type { RejectState } from '@/domain/contracts/quarantine'
import type { MigrationSnapshot } from '@/domain/migration/snapshot'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'

/** Rows in quarantine by their ids, locked; refused where one is not of the newest run, or not in one of these states any more. */
export async function chosenRejects(
  tx: Tx,
  { run }: Pick<MigrationSnapshot, 'run'>,
  ids: readonly string[],
  states: readonly RejectState[],
): Promise<Result<RejectRow[], Refusal>> {
  const wanted = [...new Set(ids)]
  const found = run === null ? [] : await lockRejects(tx, run.id, wanted)
  if (found.length < wanted.length)
    return refuse('not-found', 'A row that was named is not in quarantine.', 'Look at the rows as they are now.')
  const other = found.find(({ state }) => !states.includes(state))
  if (other !== undefined)
    return refuse('stale', `A row that was named is ${other.state} by now.`, 'Look at the rows as they are now.')
  return ok(found)
}

/** Refused where the values of a row are not kept: it cannot be tried again by itself. */
export function allHaveImages(rows: readonly RejectRow[]): Result<readonly RejectRow[], Refusal> {
  if (rows.every(({ image }) => image !== null)) return ok(rows)
  return refuse(
    'invalid',
    'A row is too large to be kept in quarantine, so it cannot be tried by itself.',
    'Retry its table once the cause is mended, or skip the row.',
  )
}
