import type { MigrationDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'
import { toMigrationDto } from './migration-dto'
import { readMigrationFacts } from './migration-facts'

/** GetMigrationById (RFC 004). */
export async function getMigrationById(
  ask: Pick<Ask, 'db' | 'userId' | 'now'>,
  { migrationId }: { migrationId: string },
): Promise<Result<MigrationDto, Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  const [facts] = await readMigrationFacts(ask.db, [seen.value.row], ask.now)
  if (facts === undefined) throw new Error('A migration without facts.')
  return ok(toMigrationDto(facts, seen.value.level))
}
