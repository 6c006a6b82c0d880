import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

const config = { batchSize: 100, maxThreads: 2, maxRejectedPercent: 10 }
const rejectsOf = async (id: string) => {
  return (await rig.rejects(id)).map((row) => [row.constraintName, row.key[0]?.[1], row.sqlstate])
}

/** Regions, customers in them, orders of these: keys that say they are valid, over rows that break them. */
const broken = `
  CREATE TABLE regions (id int PRIMARY KEY);
  CREATE TABLE customers (id int PRIMARY KEY, region int CONSTRAINT of_region REFERENCES regions, boss int CONSTRAINT of_boss REFERENCES customers);
  CREATE TABLE orders (id int PRIMARY KEY, customer int CONSTRAINT of_customer REFERENCES customers);
  INSERT INTO regions SELECT generate_series(1, 10);
  INSERT INTO customers SELECT n, 1 + n % 10 FROM generate_series(1, 200) n;
  INSERT INTO orders SELECT n, 1 + n % 200 FROM generate_series(1, 400) n;
  UPDATE customers SET boss = 7 WHERE id = 8;
  SET session_replication_role = replica;
  UPDATE customers SET region = 99 WHERE id = 7;
  RESET session_replication_role`

/** The same in parts: customers by number, orders in two levels; two customers in different parts are each other's boss. */
const parted = `
  CREATE TABLE regions (id int PRIMARY KEY);
  CREATE TABLE customers (id int PRIMARY KEY, region int CONSTRAINT of_region REFERENCES regions, boss int CONSTRAINT of_boss REFERENCES customers)
    PARTITION BY RANGE (id);
  CREATE TABLE customers_a PARTITION OF customers FOR VALUES FROM (0) TO (100);
  CREATE TABLE customers_b (boss int, region int, id int NOT NULL);
  ALTER TABLE customers ATTACH PARTITION customers_b FOR VALUES FROM (100) TO (1000);
  CREATE TABLE orders (id int PRIMARY KEY, customer int CONSTRAINT of_customer REFERENCES customers) PARTITION BY RANGE (id);
  CREATE TABLE orders_a PARTITION OF orders FOR VALUES FROM (0) TO (200) PARTITION BY RANGE (id);
  CREATE TABLE orders_aa PARTITION OF orders_a FOR VALUES FROM (0) TO (100);
  CREATE TABLE orders_ab PARTITION OF orders_a FOR VALUES FROM (100) TO (200);
  CREATE TABLE orders_b PARTITION OF orders FOR VALUES FROM (200) TO (1000);
  INSERT INTO regions SELECT generate_series(1, 10);
  INSERT INTO customers SELECT n, 1 + n % 10 FROM generate_series(1, 200) n;
  INSERT INTO orders SELECT n, 1 + n % 200 FROM generate_series(1, 400) n;
  UPDATE customers SET boss = 7 WHERE id = 108;
  UPDATE customers SET boss = 108 WHERE id = 107;
  UPDATE customers SET boss = 107 WHERE id = 8;
  UPDATE customers SET boss = 8 WHERE id = 7;
  SET session_replication_role = replica;
  UPDATE customers SET region = 99 WHERE id = 7;
  RESET session_replication_role`

describe('a foreign key that is violated in the source though it is marked as valid', () => {
  it('loses the rows that break it, and whatever points to them, and is built then', async () => {
    await between(broken, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.run(id)
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toMatchObject({ state: 'Paused', stateReason: expect.stringContaining('6 rows') })
      const left = await rejectsOf(id)
      expect(left.map(([name, key]) => `${name} ${key}`).sort()).toEqual([
        'of_boss 8',
        'of_customer 206',
        'of_customer 207',
        'of_customer 6',
        'of_customer 7',
        'of_region 7',
      ])
      expect(left.filter(([, , sqlstate]) => sqlstate !== '23503')).toEqual([])
      expect(
        await cell(target.url, `SELECT count(*) FROM pg_constraint WHERE conname LIKE 'of_%' AND convalidated`),
      ).toBe('3')
      expect(await cell(target.url, 'SELECT count(*) FROM customers WHERE id IN (7)')).toBe('0')
      await rig.tell(id, { type: 'accept', reason: null })
      await rig.execute(id)
      expect((await rig.migration(id)).state).toBe('Completed')
    })
  })

  it('is built in the same way on partitioned tables, on either side, and in circles', async () => {
    await between(parted, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.run(id)
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toMatchObject({ state: 'Paused', stateReason: expect.stringContaining('12 rows') })
      const left = await rejectsOf(id)
      expect(left.map(([name, key]) => `${name} ${key}`).sort()).toEqual([
        'of_boss 107',
        'of_boss 108',
        'of_boss 8',
        'of_customer 106',
        'of_customer 107',
        'of_customer 206',
        'of_customer 207',
        'of_customer 306',
        'of_customer 307',
        'of_customer 6',
        'of_customer 7',
        'of_region 7',
      ])
      const built = `SELECT count(*) FROM pg_constraint WHERE conname LIKE 'of_%' AND conparentid = 0 AND convalidated`
      expect(await cell(target.url, built)).toBe('3')
      expect(await cell(target.url, 'SELECT count(*) FROM customers')).toBe('196')
      await rig.tell(id, { type: 'accept', reason: null })
      await rig.execute(id)
      expect((await rig.migration(id)).state).toBe('Completed')
      expect((await rig.tasks(id)).every((task) => task.verdict === 'equal')).toBe(true)
    })
  })

  it('of a partitioned table is kept without proof where the settings say so', async () => {
    await between(parted, async (source, target) => {
      const ends = { source: source.url, target: target.url }
      const id = await rig.ready(ends, { ...config, onSetErrors: 'keep-not-valid' })
      await rig.run(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Completed' })
      const kept = await rig.events(id, 'ConstraintKeptNotValid')
      expect(kept).toMatchObject([{ data: { table: { name: 'customers' }, rows: '1' } }])
      expect(await cell(target.url, 'SELECT count(*) FROM customers')).toBe('200')
    })
  })

  it('is kept without proof where the settings say so, and nothing is lost', async () => {
    await between(broken, async (source, target) => {
      const id = await rig.ready(
        { source: source.url, target: target.url },
        { ...config, onSetErrors: 'keep-not-valid' },
      )
      await rig.run(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Completed' })
      expect(await rig.events(id, 'ConstraintKeptNotValid')).toMatchObject([{ data: { rows: '1' } }])
      expect(await cell(target.url, `SELECT convalidated FROM pg_constraint WHERE conname = 'of_region'`)).toBe('false')
      expect(await cell(target.url, 'SELECT count(*) FROM customers')).toBe('200')
    })
  })

  it('fails its table where the settings say so, or where more rows would leave than the table may lose', async () => {
    for (const more of [{ onSetErrors: 'fail' }, { maxRejectedRows: 0 }] as const)
      await between(broken, async (source, target) => {
        const id = await rig.ready({ source: source.url, target: target.url }, { ...config, ...more })
        await rig.run(id)
        expect((await rig.migration(id)).stateReason).toMatch(/customers.*of_region/)
        expect(await cell(target.url, 'SELECT count(*) FROM customers')).toBe('200')
        expect(await rejectsOf(id)).toEqual([])
      })
  })

  it('never moves rows of others', async () => {
    await between(broken, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, config, (plan) => {
        const n = Math.max(...plan.steps.map((step) => step.n)) + 1
        const sql = ['UPDATE public.customers SET boss = boss WHERE id = 7']
        const mine = {
          n,
          phase: 'after' as const,
          kind: 'statistics',
          identity: 'a change by others',
          sql,
          table: null,
        }
        const [first = 0] = [plan.steps.findIndex((step) => step.phase === 'after')]
        return {
          ...plan,
          validateData: false,
          steps: [...plan.steps.slice(0, first), mine, ...plan.steps.slice(first)],
        }
      })
      await rig.run(id)
      expect((await rig.migration(id)).state).toBe('Failed')
      expect(await cell(target.url, 'SELECT count(*) FROM customers WHERE id = 7')).toBe('1')
    })
  })
})

describe('a unique index that is damaged in the source', () => {
  it('loses the later ones of each clash, and is built then', async () => {
    const sql = `CREATE TABLE marks (id int PRIMARY KEY, mark text); INSERT INTO marks SELECT n, 'm' || n FROM generate_series(1, 200) n;
      CREATE UNIQUE INDEX one_mark ON marks (lower(mark));
      UPDATE pg_index SET indisready = false, indislive = false WHERE indexrelid = 'one_mark'::regclass;
      UPDATE marks SET mark = 'M5' WHERE id IN (50, 150);
      UPDATE pg_index SET indisready = true, indislive = true WHERE indexrelid = 'one_mark'::regclass`
    await between(sql, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.run(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Paused', inReview: true })
      expect(await rejectsOf(id)).toEqual([
        ['one_mark', '50', '23505'],
        ['one_mark', '150', '23505'],
      ])
      expect(await cell(target.url, `SELECT indisvalid FROM pg_index WHERE indexrelid = 'one_mark'::regclass`)).toBe(
        'true',
      )
    })
  })
})
