import type { Actor } from '@/domain/access/actor'
import type { Topic } from '@/domain/contracts/live'
import { insertAudit } from './statements/insert-audit'
import type { Tx } from './transaction'
import { wake } from './wake'

/** A change of a plain row (a project, a connection, a member, a token), as the audit keeps it. Never with a secret in it. */
export interface Change {
  readonly actor: Actor
  readonly action: string
  /** `kind:id` of the row. */
  readonly subject: string
  readonly projectId: string | null
  readonly reason?: string | null
  readonly before: unknown
  readonly after: unknown
  readonly wake?: readonly Topic[]
}

/** The small sister of applyDecision: the audit row and the wakes of a change that the caller makes in the same transaction. */
export async function applyChange(tx: Tx, change: Change, now: Date): Promise<void> {
  const entry = { action: change.action, reason: change.reason ?? null, before: change.before, after: change.after }
  const place = { projectId: change.projectId, migrationId: null, eventSeq: null, subject: change.subject }
  await insertAudit(tx, change.actor, entry, place, now)
  await wake(tx, change.wake ?? [])
}
