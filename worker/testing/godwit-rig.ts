import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { asc, eq } from 'drizzle-orm'
import { applyDecision } from '@/db/apply-decision'
import { connections, connectionTests } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { migrations, plans } from '@/db/schema/migrations'
import { installation } from '@/db/schema/people'
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
import type { Finding, Plan } from '@/domain/plan/plan'
import { createLog } from '../log'
import type { WorkerPorts } from '../ports'

/** Godwit's side of the worker's tests: its database, a person with a project, and the ports of a worker. */
export interface GodwitRig {
  readonly database: GodwitDatabase
  readonly ports: WorkerPorts
  readonly owner: Person
  readonly projectId: string
  /** Everything that the ports' log has written. */
  readonly logged: () => string
  readonly connect: (url: string) => Promise<string>
  /** A Draft between two connections. */
  readonly draft: (given: Draft) => Promise<string>
  /** Gives a command in the owner's name. Throws what is refused. */
  readonly tell: (migrationId: string, command: MigrationCommand) => Promise<void>
  readonly migration: (migrationId: string) => Promise<typeof migrations.$inferSelect>
  readonly plan: (migrationId: string) => Promise<Plan | null>
  readonly eventTypes: (migrationId: string) => Promise<string[]>
  readonly connection: (id: string) => Promise<typeof connections.$inferSelect>
  /** A test of a connection that waits to be done. */
  readonly queuedTest: (connectionId: string) => Promise<string>
  readonly test: (id: string) => Promise<typeof connectionTests.$inferSelect>
}

export interface Draft {
  readonly source: string
  readonly target: string
  readonly content?: MappingContent
  readonly config?: MigrationConfigPatch
}

export async function godwitRig(): Promise<GodwitRig> {
  const database = await godwitDatabase()
  const { db } = database
  await db.insert(installation).values({}).onConflictDoNothing()
  const owner = await seedPerson(db)
  const projectId = await seedProject(db, owner)
  const { publicKeys, privateKeys } = await sealingKeyPair()
  const lines: string[] = []
  const workerId = `test ${randomUUID().slice(0, 8)}`
  const ports: WorkerPorts = {
    workerId,
    clock: { now: () => new Date(), elapsedMs: () => performance.now() },
    sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
    random: Math.random,
    log: createLog({ level: 'trace', workerId }, { write: (line) => void lines.push(line) }),
    database,
    encryptionKeys: privateKeys,
  }
  return {
    database,
    ports,
    owner,
    projectId,
    logged: () => lines.join(''),
    connect: (url) => seedConnection(db, { projectId, by: owner, url, publicKeys }),
    draft: ({ source, target, ...rest }) =>
      seedMigration(db, { projectId, by: owner, sourceConnectionId: source, targetConnectionId: target, ...rest }),
    tell: (migrationId, command) =>
      transaction(db, async (tx) => {
        const snapshot = must(await lockMigration(tx, migrationId, owner.userId))
        const decided = decide(snapshot, command, owner, new Date())
        if (!decided.ok) throw new Error(`${decided.error.message} ${decided.error.fix}`)
        await applyDecision(tx, snapshot, decided.value, owner, new Date())
      }),
    migration: async (id) => must((await db.select().from(migrations).where(eq(migrations.id, id)))[0]),
    plan: async (id) => {
      const [row] = await db
        .select({ content: plans.content })
        .from(migrations)
        .innerJoin(plans, eq(plans.id, migrations.planId))
        .where(eq(migrations.id, id))
      return row?.content ?? null
    },
    eventTypes: async (id) => {
      const rows = await db.select().from(events).where(eq(events.migrationId, id)).orderBy(asc(events.seq))
      return rows.map(({ event }) => event.type)
    },
    connection: async (id) => must((await db.select().from(connections).where(eq(connections.id, id)))[0]),
    queuedTest: async (connectionId) => {
      const values = { connectionId, state: 'queued' as const, steps: [], requestedById: owner.userId }
      return must((await db.insert(connectionTests).values(values).returning({ id: connectionTests.id }))[0]).id
    },
    test: async (id) => must((await db.select().from(connectionTests).where(eq(connectionTests.id, id)))[0]),
  }
}

/** The findings of a plan that stop it, or must be acknowledged. */
export const open = (plan: Plan | null): Finding[] =>
  (plan?.findings ?? []).filter(({ severity }) => severity !== 'passed')

export function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('It is not there.')
  return value
}
