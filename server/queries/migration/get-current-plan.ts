import { readAcknowledgements, readCurrentPlan } from '@/db/statements/plans'
import type { PlanDto } from '@/domain/contracts/migration'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import { allowedToSeeMigration } from '../../access/allowed'
import type { Ask } from '../ask'

/** The newest plan of a migration, as it is reviewed; null while there is none. */
export async function getCurrentPlan(
  ask: Ask,
  { migrationId }: { migrationId: string },
): Promise<Result<PlanDto | null, Refusal>> {
  const seen = await allowedToSeeMigration(ask, migrationId)
  if (!seen.ok) return seen
  const plan = await readCurrentPlan(ask.db, migrationId)
  if (plan === null) return ok(null)
  const acknowledged = await readAcknowledgements(ask.db, plan.id)
  return ok({
    ...plan,
    madeAt: plan.madeAt.toISOString(),
    acknowledged: acknowledged.map(({ findingId, by, at }) => ({
      findingId,
      by: by ?? 'Godwit',
      at: at.toISOString(),
    })),
  })
}
