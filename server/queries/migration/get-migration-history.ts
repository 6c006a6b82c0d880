import type { z } from 'zod'
import { readEventsBefore } from '@/db/statements/events'
import type {
  MigrationEventDto,
  migrationHistoryInputSchema,
  migrationHistorySchema,
} from '@/domain/contracts/migration'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'

/** An event as it is told. */
export function toEventDto(event: Awaited<ReturnType<typeof readEventsBefore>>[number]): MigrationEventDto {
  return { ...event, at: event.at.toISOString() }
}

/** GetMigrationHistory (RFC 004): the timeline, newest first. The cursor is the last event's number. */
export async function getMigrationHistory(
  ask: Ask,
  { migrationId, cursor, limit }: z.output<typeof migrationHistoryInputSchema>,
): Promise<Result<z.input<typeof migrationHistorySchema>, Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  if (cursor !== null && !/^\d{1,9}$/.test(cursor))
    return refuse('invalid', 'This cursor is not one that Godwit gave.', 'Begin again without a cursor.', 'cursor')
  const events = await readEventsBefore(ask.db, migrationId, cursor === null ? null : Number(cursor), limit)
  const last = events.at(-1)
  const nextCursor = last !== undefined && last.seq > 1 && events.length === limit ? String(last.seq) : null
  return ok({ events: events.map(toEventDto), nextCursor })
}
