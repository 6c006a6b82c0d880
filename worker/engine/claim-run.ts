import { applyDecision } from '@/db/apply-decision'
import { lockOpenRun, takeLease } from '@/db/statements/claim-run'
import { countDeaths } from '@/db/statements/count-deaths'
import type { RunHold } from '@/db/statements/hold-run'
import { lockMigration } from '@/db/statements/lock-migration'
import { transaction } from '@/db/transaction'
import { decide } from '@/domain/migration/decide'
import { workerActor } from '../ports'
import type { RunPorts } from './run-ports'

/**
 * Takes the run of a migration that is Running, unless its holder is alive; null: there is nothing to do here. After an earlier
 * holder, in order or not, the epoch is raised in the same transaction, so that whatever it still does is refused.
 */
export async function claimRun(ports: RunPorts, migrationId: string): Promise<RunHold | null> {
  const { leaseMs } = ports.timing
  return transaction(ports.database.db, async (tx) => {
    const snapshot = await lockMigration(tx, migrationId, null)
    if (snapshot?.state !== 'Running') return null
    const run = await lockOpenRun(tx, migrationId, leaseMs)
    if (run === null || run.isHeld) return null
    const { runId } = run
    const hold = { migrationId, runId, epoch: run.epoch }
    if (run.workerId === null) {
      await takeLease(tx, { runId, workerId: ports.workerId, leaseMs })
      return hold
    }
    const actor = workerActor(ports)
    const now = ports.clock.now()
    const command = { type: 'takeOver', workerId: ports.workerId, silentMs: run.silentMs } as const
    const decided = decide(snapshot, command, actor, now)
    if (!decided.ok) return null
    await applyDecision(tx, snapshot, decided.value, actor, now)
    if (run.silentMs > 0) await countDeaths(tx, runId)
    await takeLease(tx, { runId, workerId: ports.workerId, leaseMs })
    return { ...hold, epoch: snapshot.epoch + 1 }
  })
}
