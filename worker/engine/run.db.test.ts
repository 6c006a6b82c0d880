import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDatabases } from '@/testbed/compare'
import { createSample } from '@/testbed/sample'
import { withClient } from '@/testbed/server'
import type { TestDatabase } from '@/testbed/test-database'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'

const schema = `
  CREATE TYPE mood AS ENUM ('calm', 'stormy');
  CREATE DOMAIN price AS numeric(12,2) CHECK (VALUE >= 0);
  CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mood mood, since timestamptz,
    shout text GENERATED ALWAYS AS (upper(name)) STORED);
  CREATE TABLE orders (id serial, customer bigint REFERENCES customers, total price, tags text[], note jsonb, blob bytea,
    PRIMARY KEY (customer, id));
  CREATE TABLE log (at timestamptz, line text);
  CREATE TABLE parted (day date NOT NULL, n int, PRIMARY KEY (day, n)) PARTITION BY RANGE (day);
  CREATE TABLE parted_old PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE parted_new PARTITION OF parted FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
  CREATE TABLE empty (id int PRIMARY KEY);
  CREATE INDEX orders_total ON orders (total);
  CREATE VIEW rich AS SELECT name FROM customers JOIN orders ON customer = customers.id WHERE total > 900;
  INSERT INTO customers (name, mood, since) SELECT 'Käthe ' || n, (ARRAY['calm', 'stormy', NULL])[n % 3 + 1]::mood,
    'epoch'::timestamptz + n * interval '1.000001 s' FROM generate_series(1, 1000) n;
  INSERT INTO orders (customer, total, tags, note, blob) SELECT n % 1000 + 1, n / 7.0, ARRAY['a', NULL, n::text],
    jsonb_build_object('n', n), decode(lpad(to_hex(n), 8, '0'), 'hex') FROM generate_series(1, 5000) n;
  INSERT INTO log SELECT now(), 'line ' || n FROM generate_series(1, 3000) n;
  INSERT INTO parted SELECT '2020-06-01'::date + n % 500, n FROM generate_series(1, 2000) n;
  ANALYZE`

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

const differences = (source: TestDatabase, target: TestDatabase) =>
  compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })

describe('a run', () => {
  it('moves everything, proves it and says so', async () => {
    await between(schema, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, { batchSize: 700, maxThreads: 3 })
      await rig.run(id)
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toEqual({ state: 'Completed', stateReason: null })
      expect(await differences(source, target)).toEqual([])
      const tasks = await rig.tasks(id)
      expect(tasks.map((t) => [t.state, t.verdict])).toEqual(tasks.map(() => ['done', 'equal']))
      const types = (await rig.events(id)).map((event) => event.type)
      expect(types.filter((type) => type === 'TableCompleted')).toHaveLength(tasks.length)
      expect(types).toContain('SnapshotTaken')
      expect(types.at(-1)).toBe('MigrationCompleted')
    })
  })

  it('moves the railway, with nearly everything PostgreSQL has', async () => {
    await between('', async (source, target) => {
      await createSample(source.url)
      await withClient(source.url, (client) => client.query('DROP TABLE no_columns'))
      const id = await rig.ready({ source: source.url, target: target.url }, { batchSize: 2_000 })
      await rig.run(id)
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toEqual({ state: 'Completed', stateReason: null })
      expect(await differences(source, target)).toEqual([])
    })
  })

  it('fills tables that exist, parents before children, into wider columns', async () => {
    const from = `CREATE TABLE b_parent (id int PRIMARY KEY, name varchar(40));
      CREATE TABLE a_child (id int PRIMARY KEY, parent int NOT NULL REFERENCES b_parent);
      INSERT INTO b_parent SELECT n, 'p' || n FROM generate_series(1, 3000) n;
      INSERT INTO a_child SELECT n, n % 3000 + 1 FROM generate_series(1, 6000) n; ANALYZE`
    await between(from, async (source, target) => {
      await withClient(target.url, (client) =>
        client.query(`CREATE TABLE b_parent (id bigint PRIMARY KEY, name text);
          CREATE TABLE a_child (id int PRIMARY KEY, parent bigint NOT NULL REFERENCES b_parent)`),
      )
      const id = await rig.ready({ source: source.url, target: target.url }, { batchSize: 500 })
      await rig.run(id)
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toEqual({ state: 'Completed', stateReason: null })
      expect(await cell(target.url, 'SELECT count(*) FROM a_child JOIN b_parent p ON p.id = parent')).toBe('6000')
      expect((await rig.tasks(id)).map((task) => task.verdict)).toEqual(['equal', 'equal'])
    })
  })

  it('writes nothing into a table that was filled after it was planned', async () => {
    await between('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)', async (source, target) => {
      await withClient(target.url, (client) => client.query('CREATE TABLE t (id int PRIMARY KEY)'))
      const id = await rig.ready({ source: source.url, target: target.url })
      await withClient(target.url, (client) => client.query('INSERT INTO t VALUES (7)'))
      await rig.run(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Failed', stateReason: 'public.t holds rows already.' })
      expect(await cell(target.url, 'SELECT string_agg(id::text, $$,$$) FROM t')).toBe('7')
    })
  })

  it('keeps two migrations out of one table', async () => {
    const from = `CREATE TABLE t (id int PRIMARY KEY, body text);
      INSERT INTO t SELECT n, repeat('x', 200) FROM generate_series(1, 4000) n; ANALYZE`
    await between(from, async (source, target) => {
      await withClient(target.url, (client) => client.query('CREATE TABLE t (id int PRIMARY KEY, body text)'))
      const ends = { source: source.url, target: target.url }
      const [first, second] = [await rig.ready(ends, { maxBytesPerSecond: 200_000 }), await rig.ready(ends)]
      await rig.start(first)
      const job = rig.execute(first)
      await rig.until(async () => (await rig.chunks(first).catch(() => [])).length > 0)
      await rig.run(second)
      expect((await rig.migration(second)).stateReason).toMatch(/Another migration writes to public\.t/)
      await rig.tell(first, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
      await job
      expect((await rig.migration(first)).state).toBe('Completed')
      expect(await cell(target.url, 'SELECT count(*) FROM t')).toBe('4000')
    })
  })
})
