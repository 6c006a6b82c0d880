import type { z } from 'zod'
import { readNewestRuns } from '@/db/statements/migration-rows'
import { readPlanSummary } from '@/db/statements/plan-summary'
import { countRejectsOf, readRejectGroups, readRejectPage } from '@/db/statements/rejects'
import { can } from '@/domain/access/policy'
import type {
  MigrationRejectsDto,
  migrationRejectsInputSchema,
  RejectDto,
  RejectGroupDto,
} from '@/domain/contracts/quarantine'
import type { TableRef } from '@/domain/plan/plan'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'
import { fromCursor, toCursor } from '../cursor'

type TableOf = (task: number) => TableRef
type Group = Awaited<ReturnType<typeof readRejectGroups>>[number]
type Row = Awaited<ReturnType<typeof readRejectPage>>[number]

/** The rows of the newest run that the target refused: how many, put together by refusal, and a page of them. */
export async function getMigrationRejects(
  ask: Ask,
  { migrationId, group, states, cursor, limit }: z.output<typeof migrationRejectsInputSchema>,
): Promise<Result<MigrationRejectsDto, Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  const place = fromCursor(cursor)
  if (!place.ok) return place
  const maySeeValues = can(seen.value.level, 'migration.readValues').ok
  const [run] = await readNewestRuns(ask.db, [migrationId])
  const counts = await countRejectsOf(ask.db, run?.id ?? null)
  if (run === undefined) return ok({ counts, groups: [], rejects: [], maySeeValues, nextCursor: null })
  const plan = await readPlanSummary(ask.db, run.planId)
  const tables = new Map(plan?.tasks.map(({ n, source }) => [n, source]))
  const tableOf: TableOf = (task) => tables.get(task) ?? { schema: '', name: `table ${task}` }
  const after = place.value && { seenAt: place.value.at, id: place.value.id }
  const found = await readRejectPage(ask.db, { runId: run.id, group, states, after, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = page.at(-1)?.reject
  const groups = await readRejectGroups(ask.db, run.id)
  return ok({
    counts,
    groups: groups.map((each) => toGroupDto(each, tableOf)),
    rejects: page.map((row) => toRejectDto(row, tableOf, maySeeValues)),
    maySeeValues,
    nextCursor: found.length > limit && last ? toCursor({ at: last.seenAt, id: last.id }) : null,
  })
}

function toGroupDto(group: Group, tableOf: TableOf): RejectGroupDto {
  const { open, accepted, skipped, replayed, firstSeenAt, lastSeenAt, ...rest } = group
  return {
    ...rest,
    table: tableOf(group.task),
    counts: { open, accepted, skipped, replayed },
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }
}

function toRejectDto({ reject: r, decidedBy }: Row, tableOf: TableOf, maySeeValues: boolean): RejectDto {
  return {
    id: r.id,
    task: r.task,
    table: tableOf(r.task),
    chunk: r.chunk,
    key: maySeeValues ? r.key.map(([column, value]) => ({ column, value })) : null,
    sqlstate: r.sqlstate,
    constraint: r.constraintName,
    column: r.columnName,
    message: r.message,
    fix: r.fix,
    state: r.state,
    isRequested: r.requestedAt !== null,
    hasImage: r.image !== null,
    refusal:
      r.refusal === null || r.refusedAt === null
        ? null
        : { reason: r.refusal, sqlstate: r.refusalSqlstate, at: r.refusedAt.toISOString() },
    seenAt: r.seenAt.toISOString(),
    decidedAt: r.decidedAt?.toISOString() ?? null,
    decidedBy,
  }
}
