import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import pino from 'pino'
import { applyDecision } from '@/db/apply-decision'
import { events } from '@/db/schema/events'
import { migrations, plans } from '@/db/schema/migrations'
import { installation } from '@/db/schema/people'
import { rejects } from '@/db/schema/quarantine'
import { chunks, runs, tasks } from '@/db/schema/runs'
import { lockMigration } from '@/db/statements/lock-migration'
import {
  type Person,
  sealingKeyPair,
  seedConnection,
  seedMigration,
  seedPerson,
  seedProject,
} from '@/db/testing/fixtures'
import { type GodwitDatabase, godwitDatabase } from '@/db/testing/godwit-database'
import { transaction } from '@/db/transaction'
import type { MigrationConfigPatch } from '@/domain/config/schema'
import type { MappingContent } from '@/domain/contracts/mapping'
import type { MigrationCommand } from '@/domain/migration/commands'
import { decide } from '@/domain/migration/decide'
import type { MigrationEvent } from '@/domain/migration/events'
import type { Plan } from '@/domain/plan/plan'
import { planJob } from '../../jobs/plan'
import { executeRun } from '../run'
import { defaultTiming, type RunPorts, type RunTiming } from '../run-ports'
import { sleep } from './sleep'
import type { ProcessOrder } from './worker-process'

/** Godwit's side of the engine's tests: its database, a person, and connections to whatever databases a test brings. */
export class Rig {
  readonly database: GodwitDatabase
  readonly ports: RunPorts
  private readonly owner: Person
  private readonly projectId: string
  private readonly publicKeys: Awaited<ReturnType<typeof sealingKeyPair>>['publicKeys']

  private constructor(
    database: GodwitDatabase,
    ports: RunPorts,
    owner: Person,
    projectId: string,
    publicKeys: Rig['publicKeys'],
  ) {
    this.database = database
    this.ports = ports
    this.owner = owner
    this.projectId = projectId
    this.publicKeys = publicKeys
  }

  /** `godwit`: its database, where it is not to be on the shared cluster. */
  static async open(timing: Partial<RunTiming> = {}, godwit?: GodwitDatabase): Promise<Rig> {
    const database = godwit ?? (await godwitDatabase())
    await database.db.insert(installation).values({}).onConflictDoNothing()
    const owner = await seedPerson(database.db)
    const projectId = await seedProject(database.db, owner)
    const { publicKeys, privateKeys } = await sealingKeyPair()
    const ports: RunPorts = {
      workerId: `test ${randomUUID().slice(0, 8)}`,
      clock: { now: () => new Date(), elapsedMs: () => performance.now() },
      sleep,
      random: Math.random,
      log: pino({ level: process.env.GODWIT_TEST_LOG ?? 'silent' }),
      database,
      encryptionKeys: privateKeys,
      timing: { ...defaultTiming, ...timing },
    }
    return new Rig(database, ports, owner, projectId, publicKeys)
  }

  close(): Promise<void> {
    return this.database.drop()
  }

  /** A migration of everything in `source` to `target`, planned by the planner, Ready. */
  async ready(
    ends: { source: string; target: string },
    config: MigrationConfigPatch = {},
    alter: (plan: Plan) => Plan = (plan) => plan,
    write?: MappingContent['write'],
  ): Promise<string> {
    const migrationId = await this.draft(ends, config, write === undefined ? {} : { write })
    await this.plan(migrationId, alter)
    return migrationId
  }

  /** A migration of everything in `source` to `target`, unless the mapping says otherwise. */
  async draft(
    ends: { source: string; target: string },
    config: MigrationConfigPatch = {},
    mapping: Partial<MappingContent> = {},
  ): Promise<string> {
    const { database, projectId, owner: by, publicKeys } = this
    const connect = (url: string) => seedConnection(database.db, { projectId, by, url, publicKeys })
    const sourceConnectionId = await connect(ends.source)
    const targetConnectionId = await connect(ends.target)
    const content: MappingContent = { tables: { kind: 'everything', except: [] }, ...mapping }
    return seedMigration(database.db, { projectId, by, sourceConnectionId, targetConnectionId, config, content })
  }

  /** Plans as the worker does, and acknowledges every warning; `alter` changes the plan behind everybody's back. */
  async plan(migrationId: string, alter: (plan: Plan) => Plan = (plan) => plan): Promise<Plan> {
    const { db } = this.database
    await this.tell(migrationId, { type: 'plan' })
    await planJob(this.ports, { migrationId, signal: new AbortController().signal })
    const { planId, state, stateReason } = await this.migration(migrationId)
    const [row] = await db
      .select()
      .from(plans)
      .where(eq(plans.id, planId ?? ''))
    if (state !== 'Ready' || row === undefined)
      throw new Error(`It was not planned: ${stateReason} ${JSON.stringify(row?.content.findings)}`)
    const plan = alter(row.content)
    await db.update(plans).set({ content: plan }).where(eq(plans.id, row.id))
    await this.acknowledgeAll(migrationId)
    return plan
  }

  async acknowledgeAll(migrationId: string): Promise<void> {
    const { planId } = await this.migration(migrationId)
    const [row] = await this.database.db
      .select()
      .from(plans)
      .where(eq(plans.id, planId ?? ''))
    const findingIds = (row?.content.findings ?? []).filter((f) => f.severity === 'warning').map((f) => f.id)
    if (row === undefined || findingIds.length === 0) return
    await this.tell(migrationId, { type: 'acknowledge', planHash: row.hash, findingIds })
  }

  /** Ready → Running; nobody executes it yet. */
  async start(migrationId: string): Promise<void> {
    const row = await this.migration(migrationId)
    const [plan] = await this.database.db
      .select()
      .from(plans)
      .where(eq(plans.id, row.planId ?? ''))
    await this.tell(migrationId, { type: 'start', planHash: plan?.hash ?? '', reason: null })
  }

  /** Executes a run in this process until it ends. */
  async execute(migrationId: string, ports: Partial<RunPorts> = {}, signal = new AbortController().signal) {
    await executeRun({ ...this.ports, ...ports }, { migrationId, signal })
  }

  /** Ready → started and executed to its end. */
  async run(migrationId: string, ports: Partial<RunPorts> = {}): Promise<void> {
    await this.start(migrationId)
    await this.execute(migrationId, ports)
  }

  /** The environment of a worker process that executes one run. */
  order(timing: Partial<RunTiming> = {}): Record<string, string> {
    const order: ProcessOrder = {
      databaseUrl: this.database.url,
      workerId: `process ${randomUUID().slice(0, 8)}`,
      encryptionKeys: this.ports.encryptionKeys,
      timing: { ...this.ports.timing, ...timing },
    }
    return { GODWIT_ORDER: JSON.stringify(order) }
  }

  /** The environment of the worker itself. */
  environment(): Record<string, string> {
    return {
      DATABASE_URL: this.database.url,
      GODWIT_ENCRYPTION_KEYS: JSON.stringify(this.ports.encryptionKeys),
      LOG_LEVEL: 'warn',
    }
  }

  async tell(migrationId: string, command: MigrationCommand): Promise<void> {
    await transaction(this.database.db, async (tx) => {
      const snapshot = await lockMigration(tx, migrationId, this.owner.userId)
      if (snapshot === null) throw new Error('The migration is gone.')
      const decided = decide(snapshot, command, this.owner, new Date())
      if (!decided.ok) throw new Error(`${decided.error.message} ${decided.error.fix}`)
      await applyDecision(tx, snapshot, decided.value, this.owner, new Date())
    })
  }

  async migration(migrationId: string) {
    const [row] = await this.database.db.select().from(migrations).where(eq(migrations.id, migrationId))
    if (row === undefined) throw new Error('The migration is gone.')
    return row
  }

  async runRow(migrationId: string) {
    const rows = await this.database.db
      .select()
      .from(runs)
      .where(eq(runs.migrationId, migrationId))
      .orderBy(runs.number)
    const row = rows.at(-1)
    if (row === undefined) throw new Error('There is no run.')
    return row
  }

  async chunks(migrationId: string) {
    const { id } = await this.runRow(migrationId)
    return this.database.db.select().from(chunks).where(eq(chunks.runId, id)).orderBy(asc(chunks.task), asc(chunks.n))
  }

  async tasks(migrationId: string) {
    const { id } = await this.runRow(migrationId)
    return this.database.db.select().from(tasks).where(eq(tasks.runId, id)).orderBy(asc(tasks.n))
  }

  /** What happened, in order: all of it, or one kind. */
  async events(migrationId: string, type?: MigrationEvent['type']): Promise<MigrationEvent[]> {
    const rows = await this.database.db
      .select({ event: events.event })
      .from(events)
      .where(eq(events.migrationId, migrationId))
      .orderBy(asc(events.seq))
    return rows.flatMap(({ event }) => (type === undefined || event.type === type ? [event] : []))
  }

  /** Rows in quarantine, by their place. */
  async rejects(migrationId: string) {
    return this.database.db
      .select()
      .from(rejects)
      .where(eq(rejects.migrationId, migrationId))
      .orderBy(asc(rejects.task), asc(rejects.chunk), asc(rejects.n))
  }

  /** Waits until a condition holds. */
  async until(isSo: () => Promise<boolean>, waitMs = 20_000): Promise<void> {
    for (const end = performance.now() + waitMs; !(await isSo()); await sleep(20))
      if (performance.now() > end) throw new Error('It did not come to pass in time.')
  }

  async untilState(migrationId: string, state: string, waitMs?: number): Promise<void> {
    await this.until(async () => (await this.migration(migrationId)).state === state, waitMs)
  }
}
