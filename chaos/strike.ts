import { setTimeout as wait } from 'node:timers/promises'
import type { Battlefield } from './battlefield'
import { faults } from './faults/all-faults'
import { NotPossible } from './faults/fault'
import { isPlanning } from './faults/processes'
import { untilSo } from './patience'
import { randomOf } from './random'
import type { FaultKind, Point, Strike } from './scenario'
import { look, receiptsOf, type Sight, stateOf } from './sight'
import { sourceRows } from './tables'

/** What became of one blow. */
export interface Struck {
  readonly kind: FaultKind
  readonly point: Point
  /** It found the run at its point; else why not. */
  readonly missed: string | null
  /** What was under way at that moment. */
  readonly sight: Sight
  /** By the clock of this machine, and how long the trouble lasted. */
  readonly at: string
  readonly epoch: number
  readonly ms: number
}

const waitMs = 40_000

/** Waits until the run is where the blow is meant to hit it, looks, and strikes. Resolves when the trouble is over. */
export async function strike(field: Battlefield, blow: Strike): Promise<Struck> {
  const { kind, point } = blow
  const { missed, sight } = await reach(field, blow)
  const epoch = (await stateOf(field))?.epoch ?? 0
  const at = new Date().toISOString()
  const startedMs = performance.now()
  const told = { kind, point, sight, at, epoch }
  if (missed !== null) return { ...told, missed, ms: 0 }
  field.person.isTroubleOver = false
  try {
    await faults[kind](field, randomOf(blow.seed))
    return { ...told, missed: null, ms: Math.round(performance.now() - startedMs) }
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error
    return { ...told, missed: error.message, ms: 0 }
  } finally {
    field.person.isTroubleOver = true
  }
}

/** Waits for the blow's point, and answers what was under way there. */
async function reach(field: Battlefield, blow: Strike): Promise<Pick<Struck, 'missed' | 'sight'>> {
  const { point, delayMs } = blow
  if (point === 'planning' || point === 'finishing') {
    const isThere = point === 'planning' ? isPlanning : isFinishing
    const found = await untilSo(() => isThere(field), waitMs, 3)
    return { missed: found ? null : `It was not seen ${point}.`, sight: await look(field) }
  }
  const { scenario, target, migrationId } = field
  const wanted = Math.max(1, Math.floor((blow.share * sourceRows) / scenario.settings.batchSize))
  const landed = await untilSo(async () => (await receiptsOf(target, migrationId)) >= wanted, waitMs)
  if (!landed) return { missed: 'Too few chunks landed.', sight: await look(field) }
  await wait(delayMs)
  let sight = await look(field)
  const inFlight = async () => {
    sight = await look(field)
    return sight.copying > 0
  }
  return { missed: (await untilSo(inFlight, 1_500, 2)) ? null : 'No chunk was in flight.', sight }
}

/** All rows have landed, and what follows them is being built. */
async function isFinishing({ target, migrationId }: Battlefield): Promise<boolean> {
  const [row] = await target.ask<{ under: boolean }>(
    `SELECT count(*) > 0 AS under FROM godwit.receipt s
      WHERE s.migration = $1 AND s.kind IN ('step', 'analyze')
        AND s.committed_at > (SELECT max(committed_at) FROM godwit.receipt WHERE migration = $1 AND kind = 'chunk')`,
    [migrationId],
  )
  return row?.under ?? false
}
