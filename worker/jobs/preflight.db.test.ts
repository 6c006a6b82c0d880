import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureLedger } from '@/connectors/postgres/ledger'
import { audit, events } from '@/db/schema/events'
import { readInstallationId } from '@/db/statements/installation'
import type { MappingContent } from '@/domain/contracts/mapping'
import { startCluster } from '@/testbed/cluster'
import { withClient } from '@/testbed/server'
import { createTestDatabase, sharedServer, type TestDatabase } from '@/testbed/test-database'
import { type GodwitRig, godwitRig, must, open } from '../testing/godwit-rig'
import { planJob } from './plan'
import { runJob } from './run'

const items = 'CREATE TABLE items (id int PRIMARY KEY, total numeric(12,4), label varchar(40))'
const signal = new AbortController().signal

let rig: GodwitRig
let source: TestDatabase
let target: TestDatabase
beforeAll(async () => {
  rig = await godwitRig()
  source = await createTestDatabase()
  await query(
    source.url,
    `${items}; INSERT INTO items SELECT n, n / 3.0, 'item ' || n FROM generate_series(1, 200) n; ANALYZE`,
  )
  target = await createTestDatabase()
})
afterAll(async () => {
  await rig.database.drop()
  await source.drop()
  await target.drop()
})

const query = (url: string, sql: string) => withClient(url, async (client) => (await client.query(sql)).rows)
/** Everything that somebody could have written, beside the rows of the ledger. */
const everything = (url: string) =>
  query(
    url,
    `SELECT (SELECT count(*) FROM pg_class) AS relations, (SELECT count(*) FROM pg_constraint) AS constraints,
            (SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables) AS writes`,
  )

interface Asked {
  readonly from?: string
  readonly to?: string
  readonly write?: MappingContent['write']
}

async function planned({ from = source.url, to = target.url, write }: Asked = {}): Promise<string> {
  const ends = { source: await rig.connect(from), target: await rig.connect(to) }
  const id = await rig.draft({ ...ends, content: { tables: { kind: 'everything', except: [] }, write } })
  await plan(id)
  return id
}
async function plan(id: string): Promise<void> {
  await rig.tell(id, { type: 'plan' })
  await planJob(rig.ports, { migrationId: id, signal })
}
async function run(id: string): Promise<{ state: string; stateReason: string | null }> {
  const { hash, findings } = must(await rig.plan(id))
  const findingIds = findings.filter(({ severity }) => severity === 'warning').map((finding) => finding.id)
  if (findingIds.length > 0) await rig.tell(id, { type: 'acknowledge', planHash: hash, findingIds })
  await rig.tell(id, { type: 'start', planHash: hash, reason: null })
  await runJob(rig.ports, { migrationId: id, signal })
  const { state, stateReason } = await rig.migration(id)
  return { state, stateReason }
}
const found = async (id: string, code: string) =>
  (await rig.plan(id))?.findings.find((finding) => finding.id.split(':')[0] === code)
const blockers = async (id: string) =>
  open(await rig.plan(id))
    .filter(({ severity }) => severity === 'blocker')
    .map((finding) => finding.id)

describe('a target table that another migration holds', () => {
  it('is refused, and both databases stay as they are; it counts no longer once that migration has ended', async () => {
    const to = await createTestDatabase()
    await query(to.url, items)
    await withClient(to.url, ensureLedger)
    const installation = await readInstallationId(rig.database.db)
    const ended = await planned({ to: to.url })
    await rig.tell(ended, { type: 'cancel', reason: null })
    const claim = (migration: string, by: string) =>
      query(
        to.url,
        `DELETE FROM godwit.target_claim; INSERT INTO godwit.target_claim VALUES ('public.items', '${migration}', '${by}')`,
      )

    const elsewhere = randomUUID()
    await claim(elsewhere, randomUUID())
    const before = [await everything(source.url), await everything(to.url)]
    const id = await planned({ to: to.url })
    expect(await blockers(id)).toEqual(['target-claimed:public.items'])
    expect((await found(id, 'target-claimed'))?.evidence).toContain(elsewhere)
    expect(await rig.migration(id)).toMatchObject({ state: 'Draft' })
    expect([await everything(source.url), await everything(to.url)]).toEqual(before)

    await claim(ended, installation)
    await plan(id)
    expect(await blockers(id)).toEqual([])
    await to.drop()
  })
})

describe('a target that is set to read-only', () => {
  it.each([
    ['the database', (name: string) => `ALTER DATABASE "${name}" SET default_transaction_read_only = on`],
    ['the whole server', () => 'ALTER SYSTEM SET default_transaction_read_only = on; SELECT pg_reload_conf()'],
  ])('by %s is refused', async (_, set) => {
    const cluster = await startCluster()
    const url = await cluster.createDatabase('warehouse')
    for (const statement of set('warehouse').split('; ')) await query(url, statement)
    await query(url, 'SELECT pg_sleep(0.3)')
    expect(await blockers(await planned({ to: url }))).toEqual(['target-read-only'])
    await cluster.stop()
  })
})

it('a target whose commits wait for standbys is warned of', async () => {
  const cluster = await startCluster()
  const url = await cluster.createDatabase('warehouse')
  await query(url, `ALTER SYSTEM SET synchronous_standby_names = 'nowhere'`)
  await query(url, 'SELECT pg_reload_conf(), pg_sleep(0.3)')
  expect(await found(await planned({ to: url }), 'target-synchronous')).toMatchObject({
    severity: 'warning',
    evidence: 'synchronous_standby_names = nowhere',
  })
  await cluster.stop()
})

it('the way to both servers is told, and their hashes of a known row are the same', async () => {
  const id = await planned()
  expect(await found(id, 'tls')).toMatchObject({ severity: 'passed', evidence: 'loopback' })
  expect(await found(id, 'direct')).toMatchObject({ severity: 'passed' })
  expect(await found(id, 'digest')).toMatchObject({ severity: 'passed' })
  expect(await found(id, 'disk')).toMatchObject({ severity: 'passed' })
  expect(await found(id, 'locks')).toMatchObject({ severity: 'passed' })
})

it('a pooler is found out by its greeting, and may be waived where it keeps sessions apart', async () => {
  const pooler = await greeter(source.url)
  const id = await planned({ from: pooler.url })
  expect(await blockers(id)).toEqual(['pooler:source'])
  const { hash } = must(await rig.plan(id))
  await rig.tell(id, { type: 'waive', planHash: hash, findingIds: ['pooler:source'], reason: 'session mode' })
  await planJob(rig.ports, { migrationId: id, signal })
  expect(await rig.migration(id)).toMatchObject({ state: 'Ready' })
  pooler.close()
})

describe('a column that is narrower in the target', () => {
  it('stops the plan until somebody waives it, who is kept in the history and the audit; then its values are rounded', async () => {
    const to = await createTestDatabase()
    await query(to.url, 'CREATE TABLE items (id int PRIMARY KEY, total numeric(8,2), label text)')
    const id = await planned({ to: to.url })
    const finding = must(await found(id, 'column-narrower'))
    expect(finding).toMatchObject({ severity: 'blocker', waivable: true, evidence: 'numeric(12,4) to numeric(8,2)' })
    expect(await blockers(id)).toEqual([finding.id])
    const count = must(finding.sql?.split('\n')[1])
    expect(await query(source.url, count)).toEqual([{ count: '134' }])

    const { hash } = must(await rig.plan(id))
    await rig.tell(id, { type: 'waive', planHash: hash, findingIds: [finding.id], reason: 'cents are enough' })
    await planJob(rig.ports, { migrationId: id, signal })
    expect(await rig.migration(id)).toMatchObject({ state: 'Ready' })
    expect(must(await rig.plan(id)).hash).not.toBe(hash)
    const by = rig.owner.name
    expect(await found(id, 'column-narrower')).toMatchObject({
      severity: 'passed',
      waived: { by, reason: 'cents are enough' },
    })
    expect(await run(id)).toEqual({ state: 'Completed', stateReason: null })
    expect(await query(to.url, 'SELECT total FROM items WHERE id IN (1, 2)')).toEqual([
      { total: '0.33' },
      { total: '0.67' },
    ])

    const { db } = rig.database
    const history = await db.select().from(events).where(eq(events.migrationId, id))
    expect(history.map(({ event }) => event).find((event) => event.type === 'FindingsWaived')).toMatchObject({
      data: { reason: 'cents are enough', findings: [{ id: finding.id, evidence: finding.evidence }] },
    })
    const [row] = await db.select().from(audit).where(eq(audit.action, 'migration.waive')).orderBy(desc(audit.id))
    expect(row).toMatchObject({ migrationId: id, actorName: by, reason: 'cents are enough' })
    await to.drop()
  })

  it('is asked about again where it has become another one', async () => {
    const to = await createTestDatabase()
    await query(to.url, 'CREATE TABLE items (id int PRIMARY KEY, total numeric(12,4), label varchar(20))')
    const id = await planned({ to: to.url })
    const [findingId] = await blockers(id)
    const { hash } = must(await rig.plan(id))
    await rig.tell(id, { type: 'waive', planHash: hash, findingIds: [must(findingId)], reason: 'labels are short' })
    await query(to.url, 'ALTER TABLE items ALTER COLUMN label TYPE varchar(3)')
    await planJob(rig.ports, { migrationId: id, signal })
    expect(await blockers(id)).toEqual([findingId])
    expect(await rig.migration(id)).toMatchObject({ state: 'Draft' })
    await to.drop()
  })
})

describe('rights that a mode of writing needs', () => {
  it.each([
    ['upsert', ['target-table:public.items', 'target-temporary']],
    ['truncate', ['target-table:public.items']],
  ] as const)('%s: are named with their GRANT, and enough when given', async (mode, wanted) => {
    const to = await createTestDatabase()
    const loader = await sharedServer().createRole(`r_${randomBytes(4).toString('hex')}`)
    await query(
      to.url,
      `${items}; INSERT INTO items VALUES (7, 1, 'theirs'); GRANT SELECT, INSERT, DELETE ON items TO ${loader.name};
       DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM public', current_database());
                   EXECUTE format('GRANT CREATE ON DATABASE %I TO ${loader.name}', current_database()); END $$`,
    )
    const write = { all: { mode }, tables: [] }
    const id = await planned({ to: to.as(loader), write })
    expect(await blockers(id)).toEqual(wanted)
    const grants = open(await rig.plan(id)).flatMap(({ severity, sql }) => (severity === 'blocker' ? [sql] : []))
    await query(to.url, grants.join('\n'))
    await plan(id)
    expect(await blockers(id)).toEqual([])
    expect(await run(id)).toEqual({ state: 'Completed', stateReason: null })
    expect(
      await query(to.url, `SELECT count(*)::int AS n, max(label) FILTER (WHERE id = 7) AS seven FROM items`),
    ).toEqual([{ n: 200, seven: 'item 7' }])
    await query(to.url, `DROP OWNED BY ${loader.name} CASCADE`)
    await to.drop()
  })
})

describe('emptying a table that another one points to', () => {
  it('is refused, and named: nothing is ever emptied that nobody chose', async () => {
    const to = await createTestDatabase()
    await query(
      to.url,
      `${items}; CREATE TABLE lines (item int REFERENCES items); INSERT INTO items VALUES (1); INSERT INTO lines VALUES (1)`,
    )
    const id = await planned({ to: to.url, write: { all: { mode: 'truncate' }, tables: [] } })
    expect(await blockers(id)).toEqual(['truncate-referenced:public.items'])
    expect((await found(id, 'truncate-referenced'))?.evidence).toBe('public.lines')
    await to.drop()
  })
})

describe('a schema that changes between plan and start', () => {
  it.each([
    ['source', 'a column is added', 'ALTER TABLE items ADD COLUMN more int'],
    ['source', 'a type is changed', 'ALTER TABLE items ALTER COLUMN label TYPE text'],
    ['source', 'a table is dropped', 'DROP TABLE items; CREATE TABLE items (id int PRIMARY KEY)'],
    ['target', 'a table appears', items],
    [
      'target',
      'a function appears',
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    ],
  ] as const)('%s: %s: start is refused before anything is written', async (side, _, change) => {
    const [from, to] = [await createTestDatabase(), await createTestDatabase()]
    await query(from.url, `${items}; INSERT INTO items VALUES (1, 1, 'one')`)
    const id = await planned({ from: from.url, to: to.url })
    await query((side === 'source' ? from : to).url, change)
    const relations = `SELECT count(*)::int AS n FROM pg_class WHERE relnamespace = 'public'::regnamespace`
    const before = await query(to.url, relations)
    const { state, stateReason } = await run(id)
    expect(state).toBe('Failed')
    expect(stateReason).toMatch(new RegExp(`The structure of the ${side} has changed since it was planned`))
    expect(await query(to.url, relations)).toEqual(before)
    await from.drop()
    await to.drop()
  })
})

/** A proxy that greets with a number of its own, as poolers do. */
async function greeter(url: string): Promise<{ url: string; close: () => void }> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const greeting = Buffer.from([0x4b, 0, 0, 0, 12])
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    client.pipe(upstream)
    upstream.on('data', (data) => {
      const at = data.indexOf(greeting)
      if (at >= 0 && at + 9 <= data.length) data.writeInt32BE(4_242_424, at + 5)
      client.write(data)
    })
    upstream.on('close', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const through = new URL(url)
  through.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { url: through.href, close }
}
