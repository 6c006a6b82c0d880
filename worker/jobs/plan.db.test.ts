import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyDecision } from '@/db/apply-decision'
import { schemaSnapshots } from '@/db/schema/connections'
import { plans } from '@/db/schema/migrations'
import { lockMigration } from '@/db/statements/lock-migration'
import { holdingPlanning } from '@/db/statements/planning'
import { transaction } from '@/db/transaction'
import type { MappingContent } from '@/domain/contracts/mapping'
import { decide } from '@/domain/migration/decide'
import { planSchema } from '@/domain/plan/plan'
import { type Role, withClient } from '@/testbed/server'
import { createTestDatabase, sharedServer, type TestDatabase } from '@/testbed/test-database'
import { type GodwitRig, godwitRig, must, open } from '../testing/godwit-rig'
import { planJob } from './plan'

const shop = `
  CREATE TYPE mood AS ENUM ('calm', 'wild');
  CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mood mood);
  CREATE TABLE orders (id serial PRIMARY KEY, customer bigint REFERENCES customers, total numeric(12,2));
  CREATE INDEX orders_total ON orders (total);
  CREATE TABLE log (line text);
  CREATE VIEW rich AS SELECT name FROM customers;
  INSERT INTO customers (name, mood) VALUES ('Ann', 'calm'), ('Bob', 'wild');
  INSERT INTO orders (customer, total) SELECT 1, n FROM generate_series(1, 5000) n;
  ANALYZE`

let rig: GodwitRig
let source: TestDatabase
let target: TestDatabase
const roles: Role[] = []

beforeAll(async () => {
  rig = await godwitRig()
  source = await createTestDatabase()
  await withClient(source.url, (client) => client.query(shop))
  target = await createTestDatabase()
})
afterAll(async () => {
  await rig.database.drop()
  await source.drop()
  await target.drop()
})

const query = (url: string, sql: string) => withClient(url, async (client) => (await client.query(sql)).rows)
const role = async () => {
  const made = await sharedServer().createRole(`r_${randomBytes(4).toString('hex')}`)
  roles.push(made)
  return made
}

/** Everything there is in a database, and how often somebody wrote: equal before and after, nothing has changed. */
const everything = (url: string) =>
  query(
    url,
    `SELECT (SELECT string_agg(nspname, ',' ORDER BY nspname) FROM pg_namespace) AS schemas,
            (SELECT count(*) FROM pg_class) AS relations, (SELECT count(*) FROM pg_type) AS types,
            (SELECT count(*) FROM pg_proc) AS functions, (SELECT count(*) FROM pg_constraint) AS constraints,
            (SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables) AS writes`,
  )

interface Asked {
  readonly from?: string
  readonly to?: string
  readonly content?: MappingContent
}

/** Plans a new migration and answers its id. */
async function planned({ from = source.url, to = target.url, content }: Asked = {}): Promise<string> {
  const ends = { source: await rig.connect(from), target: await rig.connect(to) }
  const id = await rig.draft({ ...ends, ...(content ? { content } : {}) })
  await rig.tell(id, { type: 'plan' })
  await planJob(rig.ports, { migrationId: id, signal: new AbortController().signal })
  return id
}

/** Waits until a session of Godwit's database waits for a lock. */
async function untilOneWaits(): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  for (const end = performance.now() + 20_000; (await query(rig.database.url, waiting)).length === 0; ) {
    if (performance.now() > end) throw new Error('Nobody waits.')
  }
}

const blockers = async (id: string) => open(await rig.plan(id)).filter(({ severity }) => severity === 'blocker')

describe('planning', () => {
  it('answers what will happen, stores both schemas, and changes nothing on either side', async () => {
    const before = [await everything(source.url), await everything(target.url)]
    const id = await planned()
    expect([await everything(source.url), await everything(target.url)]).toEqual(before)

    const plan = planSchema.parse(await rig.plan(id))
    expect(await rig.migration(id)).toMatchObject({ state: 'Ready', stateReason: null })
    expect(await rig.eventTypes(id)).toContain('MigrationPlanned')
    expect(open(plan)).toEqual([])
    expect(
      plan.tasks.map(({ source: { name }, effect, format, chunking }) => [name, effect, format, chunking.kind]),
    ).toEqual([
      ['orders', 'create', 'binary', 'key'],
      ['customers', 'create', 'text', 'key'],
      ['log', 'create', 'binary', 'ctid'],
    ])
    const steps = plan.steps.map(({ phase, identity }) => `${phase} ${identity}`)
    expect(steps).toEqual(
      expect.arrayContaining([
        'before enum public.mood',
        'before table public.orders',
        'after foreign-key orders_customer_fkey on public.orders',
        'after view public.rich',
        'after sequence-value public.orders_id_seq',
      ]),
    )
    const { sourceConnectionId } = await rig.migration(id)
    const snapshots = await rig.database.db
      .select()
      .from(schemaSnapshots)
      .where(eq(schemaSnapshots.connectionId, sourceConnectionId))
    expect(snapshots).toMatchObject([{ tables: 3, fingerprint: plan.source.fingerprint }])
  })

  it('answers the same hash for the same databases, and another where something changed', async () => {
    const hashOf = async () => must(await rig.plan(await planned()))
    const [first, second] = [await hashOf(), await hashOf()]
    expect(second.steps).toEqual(first.steps)
    expect(second.source.fingerprint).toBe(first.source.fingerprint)
    await query(source.url, 'CREATE TABLE added (id int PRIMARY KEY)')
    const third = await hashOf()
    await query(source.url, 'DROP TABLE added')
    expect(third.hash).not.toBe(first.hash)
    expect(third.source.fingerprint).not.toBe(first.source.fingerprint)
  })

  it('is not done twice at once, and not for a migration that is not in Planning', async () => {
    const ends = { source: await rig.connect(source.url), target: await rig.connect(target.url) }
    const id = await rig.draft(ends)
    const signal = new AbortController().signal
    await planJob(rig.ports, { migrationId: id, signal })
    expect(await rig.eventTypes(id)).not.toContain('MigrationPlanned')

    await rig.tell(id, { type: 'plan' })
    await holdingPlanning(rig.database.db, id, () => planJob(rig.ports, { migrationId: id, signal }))
    expect(await rig.migration(id)).toMatchObject({ state: 'Planning' })
    await Promise.all([1, 2, 3].map(() => planJob(rig.ports, { migrationId: id, signal })))
    expect((await rig.eventTypes(id)).filter((type) => type === 'MigrationPlanned')).toHaveLength(1)
  })

  it('drops the plan of a migration that was cancelled meanwhile', async () => {
    const ends = { source: await rig.connect(source.url), target: await rig.connect(target.url) }
    const id = await rig.draft(ends)
    await rig.tell(id, { type: 'plan' })
    let after: Promise<void> | undefined
    // The canceller holds the row until the plan is made and waits for it.
    await transaction(rig.database.db, async (tx) => {
      const snapshot = must(await lockMigration(tx, id, rig.owner.userId))
      const planning = planJob(rig.ports, { migrationId: id, signal: new AbortController().signal })
      await untilOneWaits()
      const decided = decide(snapshot, { type: 'cancel', reason: null }, rig.owner, new Date())
      if (decided.ok) await applyDecision(tx, snapshot, decided.value, rig.owner, new Date())
      after = planning
    })
    await after
    expect(await rig.migration(id)).toMatchObject({ state: 'Cancelled', planId: null })
    expect(await rig.database.db.select().from(plans).where(eq(plans.migrationId, id))).toEqual([])
  })

  it('leaves the migration in Planning when the worker is told to stop', async () => {
    const ends = { source: await rig.connect(source.url), target: await rig.connect(target.url) }
    const id = await rig.draft(ends)
    await rig.tell(id, { type: 'plan' })
    await planJob(rig.ports, { migrationId: id, signal: AbortSignal.abort() })
    expect(await rig.migration(id)).toMatchObject({ state: 'Planning' })
  })
})

describe('bad input', () => {
  const everythingOf = async () => [await everything(source.url), await everything(target.url)]

  it.each([
    [
      'an unreachable host',
      (url: string) => url.replace(/@[^/]+\//, '@127.0.0.1:4799/'),
      /Nothing answers at 127\.0\.0\.1:4799/,
    ],
    [
      'an unknown host',
      (url: string) => url.replace(/@[^/:]+:/, '@no-such-host.invalid:'),
      /host name "no-such-host\.invalid" is unknown/,
    ],
    [
      'a wrong password',
      (url: string) => url.replace(/:[^:@/]+@/, ':hunter2-wrong@'),
      /refused the password of "postgres"/,
    ],
    [
      'an unknown database',
      (url: string) => url.replace(/[^/]+$/, 'no_such_database'),
      /no database "no_such_database"/,
    ],
  ])('%s on either side is a refusal that says which and what to do', async (_, spoil, reason) => {
    const before = await everythingOf()
    for (const [side, ends] of [
      ['Source', { from: spoil(source.url) }],
      ['Target', { to: spoil(target.url) }],
    ] as const) {
      const id = await planned(ends)
      const { state, stateReason } = await rig.migration(id)
      expect(state).toBe('Draft')
      expect(stateReason).toMatch(new RegExp(`^${side} “.*”: `))
      expect(stateReason).toMatch(reason)
      expect(await rig.eventTypes(id)).toContain('MigrationPlanFailed')
    }
    expect(await everythingOf()).toEqual(before)
    expect(rig.logged()).not.toContain('hunter2-wrong')
  })

  it('source = target is refused, also through another host name', async () => {
    const before = await everythingOf()
    const other = source.url.replace('127.0.0.1', 'localhost')
    for (const to of [source.url, other]) {
      const id = await planned({ to })
      expect((await blockers(id)).map(({ id: code }) => code)).toEqual(['same-database'])
      expect(await rig.migration(id)).toMatchObject({ state: 'Draft' })
      expect(await rig.eventTypes(id)).toContain('MigrationPlanBlocked')
    }
    expect(await everythingOf()).toEqual(before)
  })

  it('an unknown table is refused with the nearest name', async () => {
    const only = [{ schema: 'public', name: 'ordres' }]
    const id = await planned({ content: { tables: { kind: 'tables', only } } })
    expect((await blockers(id))[0]).toMatchObject({
      id: 'unknown-table:public.ordres',
      evidence: 'Near it: public.orders',
    })
  })

  it('a table that is not empty is refused with its rows, and the rows stay', async () => {
    const full = await createTestDatabase()
    await query(full.url, "CREATE TABLE log (line text); INSERT INTO log VALUES ('mine')")
    const before = await everything(full.url)
    const id = await planned({ to: full.url })
    expect((await blockers(id))[0]).toMatchObject({ id: 'target-not-empty:public.log', evidence: 'one row' })
    expect(await everything(full.url)).toEqual(before)
    await query(full.url, 'DELETE FROM log')
    const again = await planned({ to: full.url })
    expect(await blockers(again)).toEqual([])
    const effects = must(await rig.plan(again)).tasks.map(({ source: { name }, effect }) => [name, effect])
    expect(new Map(effects as [string, string][]).get('log')).toBe('fill')
    await full.drop()
  })

  it('a role without SELECT is refused with the GRANT, and planned once it has it', async () => {
    const reader = await role()
    await query(source.url, `GRANT SELECT ON customers, log TO ${reader.name}`)
    const id = await planned({ from: source.as(reader) })
    const found = await blockers(id)
    expect(found.map(({ id: code, sql }) => [code, sql])).toEqual([
      ['source-select', `GRANT SELECT ON TABLE "public"."orders" TO "${reader.name}";`],
      [
        'source-sequences',
        `GRANT SELECT ON SEQUENCE "public"."customers_id_seq" TO "${reader.name}";\n` +
          `GRANT SELECT ON SEQUENCE "public"."orders_id_seq" TO "${reader.name}";`,
      ],
    ])
    await query(source.url, found.map(({ sql }) => sql).join('\n'))
    expect(await blockers(await planned({ from: source.as(reader) }))).toEqual([])
    await query(source.url, `DROP OWNED BY ${reader.name}`)
  })

  it('a role without CREATE on the target is refused with the GRANTs, and planned once it has them', async () => {
    const loader = await role()
    const id = await planned({ to: target.as(loader) })
    const found = await blockers(id)
    expect(found.map(({ id: code }) => code)).toEqual(['target-schema:public', 'ledger'])
    await query(target.url, found.map(({ sql }) => sql).join('\n'))
    expect(await blockers(await planned({ to: target.as(loader) }))).toEqual([])
    await query(target.url, `DROP OWNED BY ${loader.name}`)
  })

  it('a policy that hides rows is refused', async () => {
    const reader = await role()
    await query(
      source.url,
      `CREATE TABLE secrets (id int PRIMARY KEY); ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
       GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader.name};
       GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${reader.name}`,
    )
    const id = await planned({ from: source.as(reader) })
    expect((await blockers(id)).map(({ id: code, evidence }) => [code, evidence])).toEqual([
      ['row-security:source', 'public.secrets'],
    ])
    await query(source.url, `DROP TABLE secrets; DROP OWNED BY ${reader.name}`)
  })
})
