import type { Db } from '@/db/client'
import { readErrors } from '@/db/statements/errors'
import {
  readLastChunk,
  readOpenChunks,
  readSamplesSince,
  readSteps,
  readTasks,
  readTaskTallies,
} from '@/db/statements/progress'
import type { Tx } from '@/db/transaction'
import type { MigrationProgressDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { cellsOfEach } from '@/domain/transfer/cells'
import { etaSeconds } from '@/domain/transfer/eta'
import { phaseOf, sumTotals } from '@/domain/transfer/progress'
import { rateNow } from '@/domain/transfer/rate'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'
import { toErrorDto } from './get-migration-errors'
import { showsRun } from './migration-dto'
import { asSample, type MigrationFacts, rateWindowMs, readMigrationFacts } from './migration-facts'
import { recentMs, tableProgress } from './table-progress'

const mostErrors = 20

/** GetMigrationProgress (RFC 004). */
export async function getMigrationProgress(
  ask: Ask,
  { migrationId }: { migrationId: string },
): Promise<Result<MigrationProgressDto, Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  const [facts] = await readMigrationFacts(ask.db, [seen.value.row], ask.now, true)
  if (facts === undefined) throw new Error('A migration without facts.')
  return ok(await readProgress(ask.db, facts, ask.now))
}

/**
 * How far a migration is, folded from what the worker has left in the tables: nothing of it lives in a process's memory. Statements
 * go by run, never by table or chunk; the hub asks at most twice a second for each migration, for all who watch it together.
 */
export async function readProgress(db: Db | Tx, facts: MigrationFacts, now: Date): Promise<MigrationProgressDto> {
  const { migration } = facts.row
  const run = showsRun(facts) ? facts.run : null
  const isRunning = run !== null && migration.state === 'Running'
  const read = run === null ? nothingRead : await readRun(db, run.id, now)
  const plan = facts.plan
  const mostCells = cellsOfEach(plan?.tasks.length ?? 0)
  const tasks = new Map(read.tasks.map((task) => [task.n, task]))
  const tallies = new Map(read.tallies.map((tally) => [tally.task, tally]))
  const tables = (plan?.tasks ?? []).map((planned) =>
    tableProgress({
      planned,
      task: tasks.get(planned.n),
      tally: tallies.get(planned.n),
      open: read.open.filter((chunk) => chunk.task === planned.n),
      batchRows: migration.config.batchSize,
      mostCells,
      isRunning,
      now,
    }),
  )
  const total = plan === null ? { rows: null, isEstimate: true } : sumTotals(tables.map((table) => table.total))
  const sum = (of: (tally: (typeof read.tallies)[number]) => bigint) => read.tallies.reduce((all, t) => all + of(t), 0n)
  const failed = sum((tally) => tally.failedRows)
  const processed = sum((tally) => tally.landedRows) + failed
  const samples = read.samples.map(asSample)
  const rate = isRunning ? rateNow(samples, now.getTime()) : null
  const durationMs =
    run === null
      ? 0
      : run.activeMs + (run.resumedAt === null ? 0 : Math.max(0, now.getTime() - run.resumedAt.getTime()))
  return {
    migrationId: migration.id,
    seq: migration.lastSeq,
    at: now.toISOString(),
    phase: phase(facts, read),
    step: stepOf(facts, read, run?.currentStep ?? null),
    totalRows: total.rows?.toString() ?? null,
    totalIsEstimate: total.isEstimate,
    processedRows: String(processed),
    failedRows: String(failed),
    bytes: String(sum((tally) => tally.bytes)),
    durationMs,
    rowsPerSecond: rate?.rowsPerSecond ?? null,
    bytesPerSecond: rate?.bytesPerSecond ?? null,
    etaSeconds: isRunning
      ? etaSeconds({
          totalRows: total.rows === null ? null : Number(total.rows),
          processedRows: Number(processed),
          runningMs: durationMs,
          samples,
          nowMs: now.getTime(),
        })
      : null,
    lanes: { active: isRunning ? run.lanesActive : 0, max: migration.config.maxThreads },
    lastChunk: read.lastChunk,
    retriedChunks: read.tallies.reduce((all, tally) => all + tally.retried, 0),
    tables: tables.map((table) => table.dto),
    errors:
      run === null
        ? []
        : (await readErrors(db, { migrationId: migration.id, runId: run.id, after: null, limit: mostErrors })).map(
            toErrorDto,
          ),
  }
}

async function readRun(db: Db | Tx, runId: string, now: Date) {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const last = await readLastChunk(db, runId)
  return {
    tasks: await readTasks(db, runId),
    tallies: await readTaskTallies(db, runId, ago(recentMs)),
    open: await readOpenChunks(db, runId),
    steps: await readSteps(db, runId),
    samples: await readSamplesSince(db, runId, ago(rateWindowMs)),
    lastChunk: last === null || last.ms === null ? null : { ms: last.ms, rows: Number(last.rows ?? 0n) },
  }
}
type Read = Awaited<ReturnType<typeof readRun>>
const nothingRead: Read = { tasks: [], tallies: [], open: [], steps: [], samples: [], lastChunk: null }

function phase(facts: MigrationFacts, read: Read): MigrationProgressDto['phase'] {
  if (!showsRun(facts)) return 'idle'
  if (facts.row.migration.state === 'Completed') return 'done'
  const before = new Set(facts.plan?.steps.filter((step) => step.phase === 'before').map((step) => step.n))
  const left = read.steps.filter((step) => before.has(step.n) && step.state !== 'done').length
  const isLaidOut = read.tasks.length > 0 || read.steps.length > 0
  return phaseOf({ stepsBeforeLeft: isLaidOut ? left : null, tables: read.tasks.map((task) => task.state) })
}

function stepOf({ plan }: MigrationFacts, { steps }: Read, named: string | null): MigrationProgressDto['step'] {
  const running = steps.find((step) => step.state === 'running')
  const planned = plan?.steps.find((step) => step.n === running?.n)
  return {
    done: steps.filter((step) => step.state === 'done').length,
    total: plan?.steps.length ?? steps.length,
    current: planned?.identity ?? named,
  }
}
