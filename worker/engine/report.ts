import { applyDecision } from '@/db/apply-decision'
import { HoldLost, type RunHold } from '@/db/statements/hold-run'
import { lockMigration } from '@/db/statements/lock-migration'
import { type Tx, transaction } from '@/db/transaction'
import type { NotedEvent, WorkerCommand } from '@/domain/migration/commands'
import { decide } from '@/domain/migration/decide'
import { workerActor } from '../ports'
import type { RunPorts } from './run-ports'

type Told = Extract<WorkerCommand, { epoch: number }>
/** A worker's command without the epoch, which the hold brings. */
export type Report = Told extends infer C ? (C extends Told ? Omit<C, 'epoch'> : never) : never

/**
 * Reports through the door what has become of a run, together with whatever `also` writes. Throws `HoldLost` where the migration
 * is elsewhere by now: another epoch, or another state.
 */
export async function report(
  ports: Pick<RunPorts, 'workerId' | 'database' | 'clock'>,
  hold: RunHold,
  what: Report,
  also?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await reportAll(ports, hold, [what], also)
}

async function reportAll(
  ports: Pick<RunPorts, 'workerId' | 'database' | 'clock'>,
  hold: RunHold,
  what: readonly Report[],
  also: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  await transaction(ports.database.db, async (tx) => {
    const snapshot = await lockMigration(tx, hold.migrationId, null)
    if (snapshot === null || snapshot.run?.id !== hold.runId) throw new HoldLost(hold)
    const actor = workerActor(ports)
    const now = ports.clock.now()
    const decisions = what.map((each) => {
      const command = { ...each, epoch: hold.epoch } as WorkerCommand
      const decided = decide(snapshot, command, actor, now)
      if (!decided.ok) throw new HoldLost(hold)
      return decided.value
    })
    const [first] = decisions
    if (first === undefined) return
    const events = decisions.flatMap((decision) => decision.events)
    await applyDecision(tx, snapshot, { ...first, events }, actor, now)
    await also(tx)
  })
}

/** Records events of a run, in order; all or none. */
export async function note(
  ports: Pick<RunPorts, 'workerId' | 'database' | 'clock'>,
  hold: RunHold,
  events: NotedEvent | readonly NotedEvent[],
  also?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const list = [events].flat()
  if (list.length === 0) return
  await reportAll(
    ports,
    hold,
    list.map((event) => ({ type: 'note', event })),
    also,
  )
}
