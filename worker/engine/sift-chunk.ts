import type { DescribedError } from '@/connectors/errors'
import { CopyFailed } from '@/connectors/postgres/copy'
import { copyLineOf } from '@/connectors/postgres/errors'
import {
  countChunk,
  namingOf,
  orphansOf,
  type Picking,
  pickRows,
  selfReferenceOf,
} from '@/connectors/postgres/pick-rows'
import { type Answer, isolate, type Probe } from '@/domain/transfer/bisect'
import { mostOfChunk, mostRejects } from '@/domain/transfer/reject-budget'
import type { BoardChunk, Landed } from './board'
import { breakable } from './breakable'
import type { LaneContext } from './context'
import { findEvictable } from './evict'
import { inWords, judge, PlainFailure } from './failure'
import { landSurvivors } from './land-survivors'
import type { LaneSessions } from './lane-sessions'
import type { Sifting } from './sifting'
import { tryRows } from './try-rows'

/** True where single rows may be at fault, so that it is worth to look for them. */
export function isOfRows({ watch }: LaneContext, thrown: unknown): boolean {
  const verdict = judge(thrown)
  const { maxRejectedRows, maxRejectedPercent } = watch.controls.config
  return verdict.kind === 'failure' && verdict.error.class === 'row' && maxRejectedRows > 0 && maxRejectedPercent > 0
}

/**
 * Lands a chunk without the rows that the target refuses: they are found by whole transactions, none of which but the last is kept, and
 * the last holds everything: the good rows, the rejects, the receipt. Throws `PlainFailure` where there are more of them than the table
 * may lose, and whatever is no fault of a row.
 */
export async function siftChunk(run: LaneContext, sessions: LaneSessions, chunk: BoardChunk): Promise<Landed> {
  const task = run.board.task(chunk.task)
  const source = await sessions.source()
  const naming = await namingOf(source.client, task.plan)
  const picking: Picking = { task: task.plan, bounds: { lower: chunk.lower, upper: chunk.upper }, naming }
  const rows = await breakable(run, source, countChunk(source.client, picking))
  const sifting: Sifting = { run, sessions, chunk, picking, evicted: new Map() }
  const room = () => mostRejects(run.watch.controls.config, task.sourceRows) - run.board.rejectedOf(task)
  const most = Math.max(0, Math.min(room(), mostOfChunk(rows)))
  const search = isolate<DescribedError>({ rows, most })
  let landed: Landed | null = null
  let step = search.next()
  while (!step.done) {
    const answer = await ask(sifting, step.value, (value) => {
      landed = value
    })
    step = search.next(answer)
  }
  const { kind, bad } = step.value
  if (sifting.evicted.size > 0) task.gaveWay = true
  if (kind === 'landed' && landed !== null) return landed
  throw tooMany(rows, bad, most < mostOfChunk(rows))
}

function tooMany(rows: number, bad: ReadonlyMap<number, DescribedError>, isBudget: boolean): PlainFailure {
  const [first] = bad.values()
  const why = first === undefined ? '' : ` The first: ${inWords(first)}`
  const what = isBudget
    ? 'The target refuses more rows of this table than it may lose to quarantine.'
    : `The target refuses more than half of a chunk of ${rows} rows.`
  const fix = `${first?.fix ?? 'Mend the cause.'} Then retry the table, or raise its error budget.`
  return new PlainFailure('table', `${what}${why}`, fix)
}

/** Tries what the search asks for, and says what came of it. */
async function ask(
  sifting: Sifting,
  probe: Probe<DescribedError>,
  onLanded: (landed: Landed) => void,
): Promise<Answer<DescribedError>> {
  const { run, sessions, picking } = sifting
  try {
    if (probe.land) onLanded(await landSurvivors(sifting, probe))
    else await tryRows(sifting, probe.rows)
    return { ok: true }
  } catch (thrown) {
    if (thrown instanceof CopyFailed && !thrown.isSourceIntact) await sessions.close()
    else await (await sessions.target()).client.query('ROLLBACK')
    const verdict = judge(thrown)
    if (verdict.kind !== 'failure' || verdict.error.class !== 'row') throw thrown
    const { error } = verdict
    if (error.code === '23503' && error.constraint !== null) {
      const target = await sessions.target()
      const self = await selfReferenceOf(target.client, picking.task, error.constraint)
      // Rows that point to each other cannot be tried apart; a query tells which point nowhere.
      if (self !== null && !probe.land) return { ok: true }
      if (self !== null) {
        const source = await sessions.source()
        const named = await breakable(run, source, orphansOf(source.client, picking, self, probe.rows.except))
        return { ok: false, error, line: null, named }
      }
    }
    const isAlone = !probe.land && probe.rows.from === probe.rows.to
    if (isAlone && (await giveWay(sifting, probe.rows.from, error))) return { ok: 'again' }
    return { ok: false, error, line: copyLineOf(causeOf(thrown)) }
  }
}

const causeOf = (thrown: unknown): unknown => (thrown instanceof CopyFailed ? thrown.cause : thrown)

/** Of two rows that clash the one with the smaller key stays, whichever landed first: a row of a later chunk gives way. */
async function giveWay(sifting: Sifting, place: number, error: DescribedError): Promise<boolean> {
  if (error.constraint === null || !['23505', '23P01'].includes(error.code ?? '')) return false
  const { sessions, picking, evicted } = sifting
  const source = await sessions.source()
  const [row] = await pickRows(source.client, picking, [place])
  if (row === undefined || row.values === null) return false
  const found = await findEvictable(sifting, error, row.values)
  const fresh = found?.filter(({ ctid }) => !evicted.has(ctid)) ?? []
  for (const each of fresh) evicted.set(each.ctid, each)
  return fresh.length > 0
}
