import { eq } from 'drizzle-orm'
import type { Waived } from '@/domain/migration/decision'
import type { Waiver } from '@/domain/plan/waiver'
import type { Db } from '../client'
import { waivers } from '../schema/migrations'
import { users } from '../schema/people'
import type { Tx } from '../transaction'

/** What was waived for a migration, over all its plans. */
export async function readWaivers(db: Db | Tx, migrationId: string): Promise<Waiver[]> {
  const found = await db
    .select({ findingId: waivers.findingId, evidence: waivers.evidence, reason: waivers.reason, by: users.name })
    .from(waivers)
    .leftJoin(users, eq(users.id, waivers.userId))
    .where(eq(waivers.migrationId, migrationId))
    .orderBy(waivers.at, waivers.findingId)
  return found.map(({ by, ...waiver }) => ({ ...waiver, by: by ?? 'Godwit' }))
}

/** Keeps who answers for what; of several waivers of one finding the last one counts, the audit keeps them all. */
export async function insertWaivers(
  tx: Tx,
  migrationId: string,
  waived: readonly Waived[],
  { userId, now }: { userId: string | null; now: Date },
): Promise<void> {
  for (const each of waived) {
    const values = { ...each, userId, at: now }
    await tx
      .insert(waivers)
      .values({ migrationId, ...values })
      .onConflictDoUpdate({ target: [waivers.migrationId, waivers.findingId], set: values })
  }
}
