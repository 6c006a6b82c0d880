import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { type GodwitRig, godwitRig, must, open } from '../testing/godwit-rig'
import { planJob } from './plan'
import { runJob } from './run'

const shop = `
  CREATE TYPE mood AS ENUM ('calm', 'wild');
  CREATE DOMAIN price AS numeric(12,2) CHECK (VALUE >= 0) NOT NULL;
  CREATE FUNCTION doubled(n numeric) RETURNS numeric IMMUTABLE LANGUAGE sql RETURN n * 2;
  CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, mood mood,
    CONSTRAINT named CHECK (name <> ''));
  CREATE TABLE orders (id serial PRIMARY KEY, customer bigint REFERENCES customers, total price,
    twice numeric GENERATED ALWAYS AS (doubled(total)) STORED);
  CREATE TABLE parted (day date NOT NULL, n int, PRIMARY KEY (day, n)) PARTITION BY RANGE (day);
  CREATE TABLE parted_old PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE parted_new PARTITION OF parted DEFAULT;
  CREATE TABLE log (line text);
  CREATE INDEX orders_total ON orders (total);
  CREATE VIEW rich AS SELECT name FROM customers;
  INSERT INTO customers (name, mood) SELECT 'c' || n, 'calm' FROM generate_series(1, 500) n;
  INSERT INTO orders (customer, total) SELECT n % 500 + 1, n FROM generate_series(1, 3000) n;
  INSERT INTO parted SELECT '2020-06-01'::date + n, n FROM generate_series(1, 500) n;
  INSERT INTO log SELECT 'line ' || n FROM generate_series(1, 500) n;
  ANALYZE`
/** An enemy that lets everything pass but the making of views: the run fails after its rows have landed. */
const enemy = `
  CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no views today'; END $$;
  CREATE EVENT TRIGGER no_views ON ddl_command_start WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION public.refuse()`

let rig: GodwitRig
let source: TestDatabase
let target: TestDatabase
beforeAll(async () => {
  rig = await godwitRig()
})
afterAll(() => rig.database.drop())

const signal = new AbortController().signal
const query = (url: string, sql: string) => withClient(url, async (client) => (await client.query(sql)).rows)

async function plan(id: string) {
  await rig.tell(id, { type: 'plan' })
  await planJob(rig.ports, { migrationId: id, signal })
  return must(await rig.plan(id))
}

async function start(id: string): Promise<string> {
  const { hash, findings } = must(await rig.plan(id))
  const findingIds = findings.filter(({ severity }) => severity === 'warning').map((finding) => finding.id)
  await rig.tell(id, { type: 'acknowledge', planHash: hash, findingIds })
  await rig.tell(id, { type: 'start', planHash: hash, reason: null })
  await runJob(rig.ports, { migrationId: id, signal })
  const { state, stateReason } = await rig.migration(id)
  return stateReason === null ? state : `${state}: ${stateReason}`
}

/** A migration whose first run has failed, with tables and rows left in the target. */
async function failedOnce(): Promise<string> {
  source = await createTestDatabase()
  target = await createTestDatabase()
  await query(source.url, shop)
  await query(target.url, enemy)
  const id = await rig.draft({ source: await rig.connect(source.url), target: await rig.connect(target.url) })
  expect(open(await plan(id)).map(({ severity }) => severity)).not.toContain('blocker')
  expect(await start(id)).toMatch(/^Failed: view public.rich: /)
  expect(await query(target.url, 'SELECT count(*)::int AS n FROM orders')).toEqual([{ n: 3000 }])
  return id
}

const end = async () => {
  await source.drop()
  await target.drop()
}

describe('planning again after a run has failed', () => {
  it('counts what the run made as its own, and the next run completes', async () => {
    const id = await failedOnce()
    await query(target.url, 'ALTER EVENT TRIGGER no_views DISABLE')
    const again = await plan(id)
    expect(open(again).filter(({ severity }) => severity === 'blocker')).toEqual([])
    expect(new Set(again.tasks.map(({ effect }) => effect))).toEqual(new Set(['create']))
    expect(await start(id)).toBe('Completed')
    await query(target.url, 'DROP EVENT TRIGGER no_views; DROP FUNCTION public.refuse()')
    expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
    await end()
  })

  it('does so also when somebody has dropped what the run made', async () => {
    const id = await failedOnce()
    await query(
      target.url,
      'DROP EVENT TRIGGER no_views; DROP FUNCTION public.refuse(); DROP TABLE orders; DROP TABLE log',
    )
    await plan(id)
    expect(await start(id)).toBe('Completed')
    expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
    await end()
  })

  it('stops where somebody has put rows of their own into a table of ours, and leaves them', async () => {
    const id = await failedOnce()
    await query(target.url, "INSERT INTO log VALUES ('mine')")
    const found = open(await plan(id)).filter(({ severity }) => severity === 'blocker')
    expect(found.map((finding) => [finding.id, finding.evidence])).toEqual([['target-not-empty:public.log', 'one row']])
    expect(await query(target.url, "SELECT line FROM log WHERE line = 'mine'")).toHaveLength(1)
    await end()
  })

  it('stops where the source has changed since', async () => {
    const id = await failedOnce()
    await query(source.url, 'ALTER TABLE orders ADD COLUMN note text')
    const found = open(await plan(id)).filter(({ severity }) => severity === 'blocker')
    expect(found.map((finding) => finding.id)).toEqual(['target-left-behind:table public.orders'])
    await end()
  })
})
