import { and, eq, notInArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../client'
import { rejects } from '../schema/quarantine'
import { chunks } from '../schema/runs'
import type { Tx } from '../transaction'
import { holdingRun, type RunHold } from './hold-run'

/** A reject as the target's ledger has it. */
export interface LedgerReject
  extends Pick<typeof rejects.$inferInsert, 'task' | 'chunk' | 'n' | 'key' | 'sqlstate' | 'message' | 'fix' | 'image'> {
  readonly constraint: string | null
  readonly column: string | null
  readonly state: 'open' | 'replayed'
  readonly rejectedAt: Date
}

const atOnce = 500

/**
 * Copies what the target's ledger says of a run's rejects, of one chunk or of all: those that it has are made or brought up to date, those
 * that it has no more are dropped. Done twice it changes nothing; what people decided about a row stays.
 */
export async function syncRejects(
  db: Db,
  hold: RunHold,
  ledger: readonly LedgerReject[],
  of: { readonly task: number; readonly n: number } | null = null,
): Promise<void> {
  await holdingRun(db, hold, async (tx) => {
    for (let from = 0; from < ledger.length; from += atOnce) await upsert(tx, hold, ledger.slice(from, from + atOnce))
    const ofRun = eq(rejects.runId, hold.runId)
    const place = sql<string>`${rejects.task} || '.' || ${rejects.chunk} || '.' || ${rejects.n}`
    const known = ledger.map(({ task, chunk, n }) => `${task}.${chunk}.${n}`)
    await tx
      .delete(rejects)
      .where(
        and(
          ofRun,
          of === null ? undefined : and(eq(rejects.task, of.task), eq(rejects.chunk, of.n)),
          known.length === 0 ? undefined : notInArray(place, known),
        ),
      )
    const ofChunks = and(
      eq(chunks.runId, hold.runId),
      of === null ? undefined : and(eq(chunks.task, of.task), eq(chunks.n, of.n)),
    )
    const count = (isSo: SQL) => sql<number>`(select count(*)::int from ${rejects} r where r.run_id = ${chunks.runId}
      and r.task = ${chunks.task} and r.chunk = ${chunks.n} and ${isSo})`
    const left = count(sql`r.state <> 'replayed'`)
    const replayed = count(sql`r.state = 'replayed'`)
    await tx
      .update(chunks)
      .set({ rejected: left, replayed })
      .where(and(ofChunks, sql`(${chunks.rejected}, ${chunks.replayed}) <> (${left}, ${replayed})`))
  })
}

async function upsert(tx: Tx, { migrationId, runId }: RunHold, part: readonly LedgerReject[]): Promise<void> {
  await tx
    .insert(rejects)
    .values(
      part.map(({ constraint, column, rejectedAt, ...r }) => ({
        ...r,
        migrationId,
        runId,
        constraintName: constraint,
        columnName: column,
        seenAt: rejectedAt,
      })),
    )
    .onConflictDoUpdate({
      target: [rejects.runId, rejects.task, rejects.chunk, rejects.n],
      // A row that is in the target by now needs no decision, and nobody waits for it.
      set: {
        state: sql`case when excluded.state = 'replayed' then 'replayed' else ${rejects.state} end`,
        requestedAt: sql`case when excluded.state = 'replayed' then null else ${rejects.requestedAt} end`,
        requestedFix: sql`case when excluded.state = 'replayed' then null else ${rejects.requestedFix} end`,
      },
    })
}
