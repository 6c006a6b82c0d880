import type { z } from 'zod'
import { readNewestRuns } from '@/db/statements/migration-rows'
import { readPlanTask } from '@/db/statements/plan-task'
import { readChunkRetries, readChunks } from '@/db/statements/read-chunks'
import { can } from '@/domain/access/policy'
import type { ChunkDto, MigrationChunksDto, migrationChunksInputSchema } from '@/domain/contracts/chunk'
import type { Chunking } from '@/domain/plan/plan'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'

type Row = Awaited<ReturnType<typeof readChunks>>['rows'][number]
type RetryWord = Awaited<ReturnType<typeof readChunkRetries>> extends Map<number, infer W> ? W : never

/** Some chunks of a table of the newest run: their ranges, what they moved, how often they were tried, and why again. */
export async function getMigrationChunks(
  ask: Ask,
  { migrationId, task, from, count }: z.output<typeof migrationChunksInputSchema>,
): Promise<Result<MigrationChunksDto, Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  const [run] = await readNewestRuns(ask.db, [migrationId])
  const planned = run === undefined ? null : await readPlanTask(ask.db, run.planId, task)
  if (run === undefined || planned === null)
    return refuse('not-found', 'The run has no such table.', 'Look at its tables.')
  const maySeeValues = can(seen.value.level, 'migration.readValues').ok
  const { rows, total } = await readChunks(ask.db, { runId: run.id, task, from, most: count })
  const tried = rows.filter(({ attempt, state }) => attempt > 1 || state === 'retrying' || state === 'failed')
  const words = await readChunkRetries(ask.db, {
    migrationId,
    table: planned.source,
    since: run.startedAt,
    numbers: tried.map(({ n }) => n),
  })
  return ok({
    table: planned.source,
    total,
    maxAttempts: seen.value.row.migration.config.retryPolicy.maxAttempts,
    maySeeValues,
    chunks: rows.map((row, at) =>
      toChunkDto(
        row,
        { place: from + at, columns: maySeeValues ? columnsOf(planned.chunking) : null },
        words.get(row.n),
      ),
    ),
  })
}

/** What the values of a bound belong to. */
function columnsOf(chunking: Chunking): readonly string[] {
  if (chunking.kind === 'key') return chunking.columns.map(({ name }) => name)
  return chunking.kind === 'ctid' ? ['ctid'] : []
}

function toChunkDto(
  row: Row,
  { place, columns }: { place: number; columns: readonly string[] | null },
  word: RetryWord | undefined,
): ChunkDto {
  const { n, state, attempt, deaths, lane, rejected, ms } = row
  const bound = (values: string[] | null) =>
    values === null || columns === null
      ? null
      : values.map((value, at) => ({ column: columns[at] ?? `key ${at + 1}`, value }))
  return {
    n,
    place,
    state,
    attempt,
    deaths,
    lane,
    rejected,
    ms,
    rows: row.rows === null ? null : String(row.rows),
    bytes: row.bytes === null ? null : String(row.bytes),
    lower: bound(row.lower),
    upper: bound(row.upper),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    lastError:
      word === undefined
        ? null
        : { reason: word.reason, sqlstate: word.sqlstate, at: word.at.toISOString(), attempt: word.attempt },
  }
}
