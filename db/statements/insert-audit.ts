import type { Actor } from '@/domain/access/actor'
import { actorName } from '@/domain/access/actor'
import type { AuditEntry } from '@/domain/migration/decision'
import { audit } from '../schema/events'
import type { Tx } from '../transaction'

/** Where an audit row belongs. */
export interface AuditPlace {
  readonly projectId: string | null
  readonly migrationId: string | null
  readonly eventSeq: number | null
  /** `kind:id` of what was changed, where it is not a migration. */
  readonly subject: string | null
}

/** Writes one audit row; called by the two doors alone, in their transaction. */
export async function insertAudit(
  tx: Tx,
  actor: Actor,
  entry: AuditEntry,
  place: AuditPlace,
  now: Date,
): Promise<void> {
  await tx.insert(audit).values({
    at: now,
    actorKind: actor.kind,
    actorId: actor.kind === 'system' ? actor.workerId : actor.userId,
    tokenId: actor.kind === 'token' ? actor.tokenId : null,
    actorName: actorName(actor),
    channel: actor.via.channel,
    ip: actor.via.ip,
    requestId: actor.via.requestId,
    ...place,
    action: entry.action,
    reason: entry.reason,
    before: entry.before ?? null,
    after: entry.after ?? null,
  })
}
