import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { applyDecision } from '@/db/apply-decision'
import type { Db } from '@/db/client'
import { plans } from '@/db/schema/migrations'
import { chunks, runs, samples, steps, tasks } from '@/db/schema/runs'
import { lockMigration } from '@/db/statements/lock-migration'
import { transaction } from '@/db/transaction'
import { wake } from '@/db/wake'
import type { Actor } from '@/domain/access/actor'
import type { WorkerCommand } from '@/domain/migration/commands'
import { decide } from '@/domain/migration/decide'
import type { Finding, Plan } from '@/domain/plan/plan'

/** What a worker would write, for tests of what the web process reads. */
const worker: Actor = {
  kind: 'system',
  workerId: 'worker-1',
  via: { channel: 'worker', ip: null, requestId: null },
}

/** A warning about nothing in particular. */
export const warning: Finding = {
  id: 'no-key:public.notes',
  severity: 'warning',
  title: 'public.notes has no key.',
  detail: 'It is copied whole.',
  evidence: null,
  fix: null,
  sql: null,
  table: { schema: 'public', name: 'notes' },
}

/** A blocker that somebody may waive. */
export const narrowing: Finding = {
  ...warning,
  id: 'column-narrower:public.notes."n"',
  severity: 'blocker',
  title: 'public.notes.n is narrower in the target.',
  evidence: 'integer to smallint',
  waivable: true,
}

/** A plan of two tables, orders (2,000 rows by guess) and notes (none known), with one step before and one after the rows. */
export function planContent(hash: string, findings: readonly Finding[]): Plan {
  const end = { connectionId: randomUUID(), label: 'crm@source', versionText: '18.4', fingerprint: 'f' }
  const task = (n: number, name: string, rowEstimate: string) => ({
    n,
    source: { schema: 'public', name },
    target: { schema: 'public', name },
    effect: 'create' as const,
    columns: [],
    format: 'binary' as const,
    formatReason: null,
    chunking: { kind: 'ctid' as const },
    level: 0,
    rowEstimate,
    sizeBytes: '8192',
    creates: { indexes: 0, constraints: 0, foreignKeys: 0, triggers: 0 },
  })
  const step = (n: number, phase: 'before' | 'after', kind: string) => ({
    n,
    phase,
    kind,
    identity: `${kind} public.orders`,
    sql: ['select 1'],
    table: null,
  })
  return {
    version: 1,
    hash,
    mappingVersionId: randomUUID(),
    validateData: true,
    source: end,
    target: end,
    tasks: [task(0, 'orders', '2000'), task(1, 'notes', '0')],
    steps: [step(0, 'before', 'table'), step(1, 'after', 'index')],
    findings: [...findings],
    omitted: [],
  }
}

/** Reports to a migration as the worker does. */
export async function report(db: Db, migrationId: string, command: WorkerCommand): Promise<void> {
  await transaction(db, async (tx) => {
    const snapshot = await lockMigration(tx, migrationId, null)
    if (snapshot === null) throw new Error('no such migration')
    const decision = decide(snapshot, command, worker, new Date())
    if (!decision.ok) throw new Error(decision.error.message)
    await applyDecision(tx, snapshot, decision.value, worker, new Date())
  })
}

/** Answers a migration in Planning with a plan. */
export async function answerPlan(db: Db, migrationId: string, findings: readonly Finding[] = []): Promise<string> {
  const hash = randomUUID().replaceAll('-', '')
  const [plan] = await db
    .insert(plans)
    .values({ migrationId, hash, content: planContent(hash, findings) })
    .returning({ id: plans.id })
  if (plan === undefined) throw new Error('no plan')
  await report(db, migrationId, { type: 'planned', planId: plan.id, planHash: hash, tables: 2, findings })
  return hash
}

/** Lays out the run of a migration that has just been started; answers the run's id. */
export async function layOutRun(db: Db, migrationId: string): Promise<string> {
  const [run] = await db.select().from(runs).where(eq(runs.migrationId, migrationId))
  if (run === undefined) throw new Error('no run')
  await db.insert(tasks).values([
    { runId: run.id, n: 0, state: 'copying', rowEstimate: 2_000n, startedAt: new Date(Date.now() - 40_000) },
    { runId: run.id, n: 1, state: 'waiting', rowEstimate: 0n },
  ])
  await db.insert(steps).values([
    { runId: run.id, n: 0, state: 'done', ms: 3 },
    { runId: run.id, n: 1, state: 'waiting' },
  ])
  return run.id
}

/** Lands a chunk of 100 rows and 1,000 bytes of the first table, and wakes who listens. */
export async function landChunk(db: Db, place: { runId: string; migrationId: string; n: number }): Promise<void> {
  const { runId, migrationId, n } = place
  const at = new Date()
  await db
    .insert(chunks)
    .values({ runId, task: 0, n, state: 'landed', attempt: 1, rows: 100n, bytes: 1_000n, ms: 50, endedAt: at })
  await db.insert(samples).values({ runId, at, rows: 100n, bytes: 1_000n, ms: 500 }).onConflictDoNothing()
  await wake(db, [{ kind: 'migration', id: migrationId }])
}
