import { asc, eq } from 'drizzle-orm'
import type { Db } from '../client'
import { acknowledgements, migrations, plans } from '../schema/migrations'
import { users } from '../schema/people'
import type { Tx } from '../transaction'

/** A migration's newest plan, whole. */
export async function readCurrentPlan(db: Db | Tx, migrationId: string) {
  const [plan] = await db
    .select({ id: plans.id, migrationId: plans.migrationId, madeAt: plans.madeAt, plan: plans.content })
    .from(migrations)
    .innerJoin(plans, eq(plans.id, migrations.planId))
    .where(eq(migrations.id, migrationId))
  return plan ?? null
}

/** Who accepted which findings of a plan. `by` is null where the system did. */
export async function readAcknowledgements(db: Db | Tx, planId: string) {
  return db
    .select({ findingId: acknowledgements.findingId, by: users.name, at: acknowledgements.at })
    .from(acknowledgements)
    .leftJoin(users, eq(users.id, acknowledgements.userId))
    .where(eq(acknowledgements.planId, planId))
    .orderBy(asc(acknowledgements.at), asc(acknowledgements.findingId))
}
