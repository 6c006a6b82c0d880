import type { RejectDto } from '@/domain/contracts/quarantine'

/**
 * What has come of an attempt to bring a row into the target.
 * - `trying`: a worker has not answered yet.
 * - `landed`: it is in the target.
 * - `refused`: the target refused it again; it stays in quarantine, with the reason.
 * - `gone`: somebody has decided otherwise in the meantime.
 */
export type ReplayOutcome = 'trying' | 'landed' | 'refused' | 'gone'

/** `row` is the row as it is now; undefined where it is no longer among those that are shown. */
export function replayOutcome(row: Pick<RejectDto, 'state' | 'isRequested' | 'refusal'> | undefined): ReplayOutcome {
  if (row === undefined) return 'gone'
  if (row.state === 'replayed') return 'landed'
  if (row.isRequested) return 'trying'
  return row.refusal === null ? 'gone' : 'refused'
}
