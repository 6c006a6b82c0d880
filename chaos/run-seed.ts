import { setTimeout as wait } from 'node:timers/promises'
import type { Arena } from './arena'
import { type Battlefield, closeBattlefield, openBattlefield } from './battlefield'
import { checkContent, checkReceipts, checkRejects } from './check-content'
import { checkLeftovers } from './check-leftovers'
import { unexplainedEnds } from './explained-ends'
import { landedAfter, rowsOf, takeoverMs, tooMuchAgain } from './figures'
import { untilSo } from './patience'
import type { Pressed } from './person'
import { checkQuiet } from './quiet-times'
import { type Scenario, scenarioOf } from './scenario'
import { type Struck, strike } from './strike'

/** What a seed came to: one line of the log. */
export interface SeedResult {
  readonly seed: number
  readonly at: string
  readonly scenario: Scenario
  readonly strikes: readonly Struck[]
  /** Null: every blow found chunks in flight and work left (or the point that it was meant for), and all could be checked. */
  readonly notCounted: string | null
  readonly pressed: readonly Pressed[]
  /** Each is a broken promise. */
  readonly violations: readonly string[]
  readonly takeoverMs: number | null
  readonly rows: number
  readonly rowsAgain: number | null
  readonly sessionsAtEnd: number
  readonly workerStarts: number
  readonly ms: number
}

/** A run that has not completed this long after the last blow is stuck. */
const endMs = 60_000

/** Plays one seed from empty databases to the last check. Throws where the nemesis itself has failed. */
export async function runSeed(arena: Arena, seed: number): Promise<SeedResult> {
  const scenario = scenarioOf(seed)
  const at = new Date().toISOString()
  const startedMs = performance.now()
  const starts = arena.workers.starts
  const field = await openBattlefield(arena, scenario)
  try {
    field.recorder.begin()
    field.person.begin()
    const struck = await fight(field)
    const isOver = await untilSo(async () => (await field.person.state()).state === 'Completed', endMs, 40)
    const wrote = await makePeace(field)
    const judged = isOver ? await judge(field, struck, wrote) : await stuck(field)
    return {
      seed,
      at,
      scenario,
      strikes: struck,
      pressed: field.person.pressed,
      ...judged,
      workerStarts: arena.workers.starts - starts,
      ms: Math.round(performance.now() - startedMs),
    }
  } finally {
    await makePeace(field)
    await closeBattlefield(field)
  }
}

/** Every blow in its order; then the run may go as fast as it can. */
async function fight(field: Battlefield): Promise<Struck[]> {
  const struck: Struck[] = []
  let isSlow = true
  const letGo = async () => {
    if (!isSlow) return
    isSlow = false
    // A snapshot that is taken anew because of a blow is to be seen before the run is over.
    if (struck.length > 0) await wait(900)
    await field.recorder.settle()
    await field.person.tell({ type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
  }
  for (const blow of field.scenario.strikes) {
    if (blow.point === 'finishing') await letGo()
    struck.push(await strike(field, blow))
  }
  await letGo()
  return struck
}

/** Everybody but the workers stops; answers how many rows were written beside the run. */
async function makePeace({ person, recorder, writers }: Battlefield): Promise<number> {
  await person.stop()
  await recorder.stop()
  await writers.source?.stop()
  return (await writers.target?.stop()) ?? 0
}

type Judged = Pick<SeedResult, 'notCounted' | 'violations' | 'takeoverMs' | 'rows' | 'rowsAgain' | 'sessionsAtEnd'>

async function judge(field: Battlefield, struck: readonly Struck[], wrote: number): Promise<Judged> {
  const { sessionsAtEnd, wrong } = await checkLeftovers(field)
  const { rows, again } = await rowsOf(field)
  const receipts = await checkReceipts(field)
  const rejects = await checkRejects(field)
  // The last of all: it brings the rows in that the target refused.
  const content = await checkContent(field)
  const violations = [
    ...(content ?? []),
    ...receipts,
    ...rejects,
    ...wrong,
    ...(await checkBeside(field, wrote)),
    ...[tooMuchAgain(field.scenario, again) ?? []].flat(),
    ...(await checkQuiet(field)),
    ...(await checkEnds(field)),
  ]
  return {
    notCounted: content === null ? 'The last snapshot could not be copied in time.' : await whyNot(field, struck),
    violations,
    takeoverMs: await takeoverMs(field, struck),
    rows,
    rowsAgain: again,
    sessionsAtEnd,
  }
}

async function whyNot(field: Battlefield, struck: readonly Struck[]): Promise<string | null> {
  for (const blow of struck) {
    if (blow.missed !== null) return `${blow.kind}: ${blow.missed}`
    const isLate = blow.point !== 'finishing' && (await landedAfter(field, blow)) === 0
    if (isLate) return `${blow.kind}: nothing was left to do.`
  }
  return null
}

/** Rows of others in the target are as they were written. */
async function checkBeside({ target }: Battlefield, wrote: number): Promise<string[]> {
  const [row] = await target.demand<{ n: number }>('SELECT count(*)::int AS n FROM bystander.notes')
  const there = row?.n ?? 0
  return there >= wrote ? [] : [`of ${wrote} rows that others wrote to the target, ${there} are there`]
}

/** Whatever a person had to do, a fault of this seed explains. */
async function checkEnds({ own, migrationId, person, scenario }: Battlefield): Promise<string[]> {
  const [row] = await own.demand<{ blamed: number }>(
    `SELECT count(*)::int AS blamed FROM chunks c JOIN runs r ON r.id = c.run_id
      WHERE r.migration_id = $1 AND c.deaths >= 2 AND c.attempt < c.deaths`,
    [migrationId],
  )
  const kinds = scenario.strikes.map(({ kind }) => kind)
  return unexplainedEnds(kinds, person.pressed, { badRows: scenario.badRows, isPoisonous: row?.blamed === 0 })
}

async function stuck(field: Battlefield): Promise<Judged> {
  const { state, reason } = await field.person.state()
  const what = `it did not complete: ${state}, ${reason === '' ? 'without a reason' : reason}`
  const violations = [what, ...(await checkEnds(field))]
  return { notCounted: null, violations, takeoverMs: null, rows: 0, rowsAgain: null, sessionsAtEnd: 0 }
}
