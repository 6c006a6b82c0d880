import type { Actor } from '@/domain/access/actor'
import { nothing } from '@/domain/migration/decision'
import { applyDecision } from './apply-decision'
import { migrations } from './schema/migrations'
import { lockMigration } from './statements/lock-migration'
import type { Tx } from './transaction'

type Values = Pick<
  typeof migrations.$inferInsert,
  | 'projectId'
  | 'name'
  | 'description'
  | 'sourceConnectionId'
  | 'targetConnectionId'
  | 'mappingId'
  | 'mappingVersionId'
  | 'config'
>

/**
 * Makes a Draft and sends what goes with it (the creator's grant, two events, one audit row) through the door.
 * Whether the actor may, and whether the connections fit, has been decided by the caller.
 */
export async function createMigration(
  tx: Tx,
  values: Values,
  actor: Exclude<Actor, { kind: 'system' }>,
  now: Date,
): Promise<{ migrationId: string }> {
  const [row] = await tx
    .insert(migrations)
    .values({
      ...values,
      state: 'Draft',
      stateChangedBy: actor.name,
      stateChangedAt: now,
      createdById: actor.userId,
      createdAt: now,
    })
    .returning({ id: migrations.id })
  const snapshot = row === undefined ? null : await lockMigration(tx, row.id, actor.userId)
  if (snapshot === null) throw new Error('The new migration cannot be read.')
  const level = 'owner'
  const decision = {
    ...nothing,
    grants: [{ kind: 'grant', userId: actor.userId, level } as const],
    events: [
      { type: 'MigrationCreated', data: { name: values.name } } as const,
      { type: 'MigrationAccessGranted', data: { userId: actor.userId, name: actor.name, level } } as const,
    ],
    audit: {
      action: 'migration.create',
      reason: null,
      before: null,
      after: {
        name: values.name,
        sourceConnectionId: values.sourceConnectionId,
        targetConnectionId: values.targetConnectionId,
      },
    },
  }
  await applyDecision(tx, snapshot, decision, actor, now)
  return { migrationId: snapshot.id }
}
