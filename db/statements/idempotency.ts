import { and, eq, sql } from 'drizzle-orm'
import { idempotency } from '../schema/operations'
import type { Tx } from '../transaction'

interface Claim {
  readonly actorId: string
  readonly procedure: string
  readonly key: string
}

const its = (claim: Claim) =>
  and(
    eq(idempotency.actorId, claim.actorId),
    eq(idempotency.procedure, claim.procedure),
    eq(idempotency.key, claim.key),
  )

/**
 * Claims a key in the caller's transaction; false when it is taken. Waits for another transaction that holds the claim (unique index):
 * after its commit this answers false, after its rollback true. A claim older than a day is free again; some of those that are older are
 * swept along with each new one.
 */
export async function claimIdempotencyKey(
  tx: Tx,
  claim: Claim & { readonly inputHash: string; readonly now: Date },
): Promise<boolean> {
  const fresh = { inputHash: claim.inputHash, output: '', at: claim.now }
  const claimed = await tx
    .insert(idempotency)
    .values({ actorId: claim.actorId, procedure: claim.procedure, key: claim.key, ...fresh })
    .onConflictDoUpdate({
      target: [idempotency.actorId, idempotency.procedure, idempotency.key],
      set: fresh,
      setWhere: sql`${idempotency.at} < ${claim.now.toISOString()}::timestamptz - interval '1 day'`,
    })
    .returning({ key: idempotency.key })
  if (claimed.length > 0) await sweep(tx, claim.now)
  return claimed.length > 0
}

const sweptAtOnce = 20

/** Index idempotency_at; what another transaction holds is left to a later sweep. */
async function sweep(tx: Tx, now: Date): Promise<void> {
  await tx.execute(sql`delete from ${idempotency} where ctid in (
    select ctid from ${idempotency} where ${idempotency.at} < ${now.toISOString()}::timestamptz - interval '1 day'
     order by ${idempotency.at} limit ${sweptAtOnce} for update skip locked)`)
}

/** Stores the answer beside the claim. */
export async function keepAnswer(tx: Tx, answer: Claim & { readonly output: string }): Promise<void> {
  await tx.update(idempotency).set({ output: answer.output }).where(its(answer))
}

/** The first answer of a key that is taken. */
export async function readAnswer(tx: Tx, claim: Claim): Promise<{ inputHash: string; output: string }> {
  const [row] = await tx
    .select({ inputHash: idempotency.inputHash, output: sql<string>`${idempotency.output} #>> '{}'` })
    .from(idempotency)
    .where(its(claim))
  if (row === undefined) throw new Error('An idempotency key is taken, and its row is gone.')
  return row
}
