import { copyAcross } from '@/connectors/postgres/copy'
import type { CopyDigest } from '@/connectors/postgres/copy-digest'
import type { PlanTask } from '@/domain/plan/plan'
import { breakable } from './breakable'
import type { LaneContext } from './context'
import { PlainFailure } from './failure'
import type { LaneSessions } from './lane-sessions'
import { cancelOn } from './session'
import { doorOf } from './write-rows'

/** Which rows: those that `out`, a `COPY … TO STDOUT`, sends. `digest`, where there is one, sees them pass. */
interface Carried {
  readonly task: PlanTask
  readonly chunk: number
  readonly out: string
  readonly digest?: CopyDigest | undefined
}

/**
 * Carries rows of a chunk from the lane's source into its open target transaction, in the table's way of writing. Throws where the target
 * counts others than were sent.
 */
export async function carryRows(
  run: LaneContext,
  sessions: LaneSessions,
  { task, chunk, out, digest }: Carried,
): Promise<{ read: bigint; landed: bigint; bytes: bigint }> {
  const { hold, ports, record } = run
  const [source, target] = await Promise.all([sessions.source(), sessions.target()])
  const door = doorOf(task)
  await door.open(target.client)
  const { rowsRead, rowsLanded, bytes } = await copyAcross({
    source: source.client,
    target: target.client,
    out,
    into: door.into,
    digest,
    throttle: run.throttle,
    signal: run.halt.hard,
    cancelSource: () => cancelOn(ports, record.sourceConnectionId, source.backend.pid),
    onBytes: (moved) => run.progress.moved(moved),
  })
  const landed = await breakable(run, target, door.land(target.client, hold, rowsLanded, chunk))
  if (rowsRead !== landed)
    throw new PlainFailure(
      'table',
      `The source sent ${rowsRead} rows of chunk ${chunk}, but the target counts ${landed}.`,
      'A rule or trigger of the target drops rows, or the network does: look there, then plan again.',
    )
  return { read: rowsRead, landed, bytes: BigInt(bytes) }
}
