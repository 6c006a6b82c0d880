import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDatabases } from '@/testbed/compare'
import { createSample } from '@/testbed/sample'
import { withClient } from '@/testbed/server'
import type { TestDatabase } from '@/testbed/test-database'
import { between } from './testing/between'
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
})
