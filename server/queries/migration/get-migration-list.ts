import type { z } from 'zod'
import { readMigrationLevels } from '@/db/statements/levels'
import { readMigrationPage } from '@/db/statements/migration-rows'
import type { listMigrationsInputSchema, migrationListSchema } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedInProject } from '../../access/allowed'
import type { Ask } from '../ask'
import { fromCursor, toCursor } from '../cursor'
import { toMigrationDto } from './migration-dto'
import { readMigrationFacts } from './migration-facts'

/** GetMigrationList (RFC 004): a project's migrations, those changed last first. */
export async function getMigrationList(
  ask: Ask,
  input: z.output<typeof listMigrationsInputSchema>,
): Promise<Result<z.input<typeof migrationListSchema>, Refusal>> {
  const { projectId, states, search, limit } = input
  const allowed = await allowedInProject(ask, projectId, 'migration.see')
  if (!allowed.ok) return allowed
  const place = fromCursor(input.cursor)
  if (!place.ok) return place
  const after = place.value && { updatedAt: place.value.at, id: place.value.id }
  const found = await readMigrationPage(ask.db, { projectId, states, search, after, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const levels = await readMigrationLevels(
    ask.db,
    ask.userId,
    rows.map((row) => row.migration),
  )
  const facts = await readMigrationFacts(ask.db, rows, ask.now)
  const last = rows.at(-1)?.migration
  return ok({
    migrations: facts.map((fact) => toMigrationDto(fact, levels.get(fact.row.migration.id) ?? null)),
    nextCursor: found.length > limit && last ? toCursor({ at: last.updatedAt, id: last.id }) : null,
  })
}
