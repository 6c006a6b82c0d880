import { readGrants } from '@/db/statements/access'
import { readMembers } from '@/db/statements/projects'
import type { MigrationAccessDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'

/** GetMigrationAccess (RFC 004): project roles first, then grants on this migration. */
export async function getMigrationAccess(
  ask: Ask,
  { migrationId }: { migrationId: string },
): Promise<Result<MigrationAccessDto[], Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  const members = await readMembers(ask.db, seen.value.row.migration.projectId)
  const grants = await readGrants(ask.db, migrationId)
  return ok([
    ...members.map(({ userId, name, level, grantedAt, grantedBy }) => ({
      id: null,
      userId,
      name,
      accessLevel: level,
      source: 'project' as const,
      grantedAt: grantedAt.toISOString(),
      grantedBy,
    })),
    ...grants.map((grant) => ({ ...grant, source: 'migration' as const, grantedAt: grant.grantedAt.toISOString() })),
  ])
}
