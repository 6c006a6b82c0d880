import { blockRanges, digestTable, type RowHash, type TableDigest } from '@/connectors/postgres/digest'
import { answeredForSql } from '@/connectors/postgres/own-rows'
import { importSnapshot, takeSnapshot } from '@/connectors/postgres/snapshot'
import { analyzeTables } from './analyze-tables'
import type { BoardTask } from './board'
import { breakable } from './breakable'
import type { LaneContext } from './context'
import type { LaneSessions } from './lane-sessions'
import type { RunSession } from './session'
import { SharedDigest } from './shared-digest'

/** A table of at least so many bytes is worth the help of other lanes, in pieces of so many blocks (64 MB). */
const large = { bytes: 64 * 1024 * 1024, pieceBlocks: 8_192 }

/** Digests what the run answers for in a table of the target; of a large one, lanes without other work take their share. */
export async function digestTarget(
  run: LaneContext,
  target: RunSession,
  task: BoardTask,
  hash: RowHash,
): Promise<TableDigest> {
  const { plan } = task
  const isLarge = hash.version === 'v1' && Number(plan.sizeBytes) >= large.bytes
  const ranges = isLarge ? await blockRanges(target.client, plan.target, large.pieceBlocks) : []
  if (ranges.length > 1) return digestTogether(run, target, task, { hash, ranges })
  return breakable(run, target, digestTable(target.client, plan.target, hash, answeredForSql(run.hold, plan)))
}

async function digestTogether(
  run: LaneContext,
  target: RunSession,
  task: BoardTask,
  { hash, ranges }: { hash: RowHash; ranges: readonly string[] },
): Promise<TableDigest> {
  const { client } = target
  // The lock keeps rows where they are: a rewriting of the table would move them between ranges.
  const snapshot = await takeSnapshot(client, [task.plan.target])
  const shared = new SharedDigest(snapshot.name, ranges, errandOf(run, task))
  run.board.share(task, shared)
  try {
    await digestRanges(run, target, task, { hash, shared })
    return await shared.settled
  } finally {
    run.board.share(task, null)
    await client.query('ROLLBACK').catch(() => undefined) // the connection may be what broke
  }
}

/** Statistics can be taken beside the digest, unless something is still to be built on the rows that has some of its own. */
function errandOf(run: LaneContext, task: BoardTask) {
  const { schema, name } = task.plan.source
  const isBuiltOn = run.plan.steps.some(
    ({ phase, kind, table }) =>
      phase === 'after' &&
      table !== null &&
      table.schema === schema &&
      table.name === name &&
      ['index', 'exclusion', 'statistics'].includes(kind),
  )
  if (isBuiltOn) return null
  return async (session: RunSession) => {
    await breakable(run, session, analyzeTables(run, session, [task]))
    task.isAnalyzed = true
  }
}

/** A lane without other work does what it can for the digest of a table that another lane verifies. Its errors are the other's. */
export async function helpDigest(run: LaneContext, sessions: LaneSessions, task: BoardTask): Promise<void> {
  const { shared } = task
  if (shared === null) return
  try {
    const target = await sessions.target()
    await shared.takeErrand()?.(target)
    if (!shared.wantsHelp) return
    const hash = await run.hashes.of(target.client, task.plan)
    await importSnapshot(target.client, shared.snapshot)
    await digestRanges(run, target, task, { hash, shared })
    await target.client.query('ROLLBACK')
  } catch (error) {
    await sessions.close()
    shared.fail(error)
  }
}

async function digestRanges(
  run: LaneContext,
  target: RunSession,
  { plan }: BoardTask,
  { hash, shared }: { hash: RowHash; shared: SharedDigest },
): Promise<void> {
  const own = answeredForSql(run.hold, plan)
  for (let range = shared.takeRange(); range !== undefined; range = shared.takeRange()) {
    const where = own === '' ? ` WHERE ${range}` : `${own} AND ${range}`
    shared.add(await breakable(run, target, digestTable(target.client, plan.target, hash, where)))
  }
}
