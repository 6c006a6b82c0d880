import { applyDecision } from '@/db/apply-decision'
import { lockMigration } from '@/db/statements/lock-migration'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { PersonCommand } from '@/domain/migration/commands'
import { decide } from '@/domain/migration/decide'
import type { MigrationSnapshot } from '@/domain/migration/snapshot'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { getMigrationById } from '../../queries/migration/get-migration-by-id'
import type { CommandScope } from '../run-command'

/** What a command has to know beyond the snapshot: asked under the lock, once policy and lifecycle have agreed. */
type Check = (snapshot: MigrationSnapshot) => Promise<Result<unknown, Refusal>>

/** What a stranger is told, and whoever asks for what does not exist. */
export const notThere = (): Result<never, Refusal> =>
  refuse('not-found', 'There is nothing here that you may see.', 'Ask an owner of the project for access.')

/**
 * The walk of every command on a migration: lock its row (which reads the grant anew), decide, apply, answer with what it is now.
 * Deciding asks the policy first, so a stranger learns nothing.
 */
export async function decideMigration(
  { tx, actor, now }: CommandScope,
  migrationId: string,
  command: PersonCommand,
  check: Check = async () => ok(undefined),
): Promise<Result<MigrationDto, Refusal>> {
  const snapshot = await lockMigration(tx, migrationId, actor.userId)
  if (snapshot === null) return notThere()
  const decision = decide(snapshot, command, actor, now)
  if (!decision.ok) return decision
  const checked = await check(snapshot)
  if (!checked.ok) return checked
  await applyDecision(tx, snapshot, decision.value, actor, now)
  return getMigrationById({ db: tx, userId: actor.userId, now }, { migrationId })
}
