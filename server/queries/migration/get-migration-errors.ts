import type { z } from 'zod'
import { readErrors } from '@/db/statements/errors'
import type { MigrationErrorDto, migrationErrorsInputSchema, migrationErrorsSchema } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'
import { fromCursor, toCursor } from '../cursor'

/** An error as it is told. */
export function toErrorDto(error: Awaited<ReturnType<typeof readErrors>>[number]): MigrationErrorDto {
  const { sqlstate, firstSeenAt, lastSeenAt } = error
  return {
    ...error,
    sqlstate: sqlstate === '' ? null : sqlstate,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }
}

/** GetMigrationErrors (RFC 004): errors of all runs, counted by kind, seen last first. */
export async function getMigrationErrors(
  ask: Ask,
  { migrationId, cursor, limit }: z.output<typeof migrationErrorsInputSchema>,
): Promise<Result<z.input<typeof migrationErrorsSchema>, Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  const place = fromCursor(cursor)
  if (!place.ok) return place
  const after = place.value && { lastSeenAt: place.value.at, id: place.value.id }
  const found = await readErrors(ask.db, { migrationId, after, limit: limit + 1 })
  const errors = found.slice(0, limit)
  const last = errors.at(-1)
  const nextCursor = found.length > limit && last ? toCursor({ at: last.lastSeenAt, id: last.id }) : null
  return ok({ errors: errors.map(toErrorDto), nextCursor })
}
