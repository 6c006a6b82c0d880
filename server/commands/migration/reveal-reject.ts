import type { z } from 'zod'
import { applyDecision } from '@/db/apply-decision'
import { openRow } from '@/db/row-seal'
import { lockMigration } from '@/db/statements/lock-migration'
import { can } from '@/domain/access/policy'
import type { RejectValuesDto, revealRejectInputSchema } from '@/domain/contracts/quarantine'
import { nothing } from '@/domain/migration/decision'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { CommandScope } from '../run-command'
import { chosenRejects } from './chosen-rejects'

/** Shows the values of one row in quarantine to whoever may see values. That somebody looked is audited, what they saw is not. */
export async function revealReject(
  { tx, actor, now, services }: CommandScope,
  { migrationId, rejectId }: z.output<typeof revealRejectInputSchema>,
): Promise<Result<RejectValuesDto, Refusal>> {
  const snapshot = await lockMigration(tx, migrationId, actor.userId)
  const allowed = can(snapshot?.level ?? null, 'migration.readValues')
  if (!allowed.ok) return allowed
  if (snapshot === null) throw new Error('A level on nothing.')
  const chosen = await chosenRejects(tx, snapshot, [rejectId], ['open', 'accepted', 'skipped', 'replayed'])
  if (!chosen.ok) return chosen
  const sealed = chosen.value[0]?.image ?? null
  if (sealed === null)
    return refuse('not-found', 'The values of this row are not kept: it is too large.', 'Look at it in the source.')
  const opened = await openRow({ sealed, migrationId }, [services.valueKey])
  if (!opened.ok)
    return refuse(
      'not-found',
      'The values of this row were sealed for another key than this server has.',
      'Give the server the AUTH_SECRET that it had then, or look at the row in the source.',
    )
  const audit = { action: 'migration.revealReject', reason: null, before: null, after: { rejectId } }
  await applyDecision(tx, snapshot, { ...nothing, audit }, actor, now)
  return ok({ rejectId, columns: opened.value })
}
