import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '@/testbed/server'
import { tableDigests } from '@/testbed/table-digests'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { fillShop } from './fill-shop'

const rows = 5_000
let shop: TestDatabase
beforeAll(async () => {
  shop = await createTestDatabase()
  await fillShop(shop.url, rows)
})
afterAll(() => shop.drop())

const ask = async (sql: string) =>
  withClient(shop.url, async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][])

describe('the demo data', () => {
  it('is the same on every machine', async () => {
    const digest = createHash('sha256')
      .update(JSON.stringify(await tableDigests(shop.url)))
      .digest('hex')
    // Written down once; seen alike on PostgreSQL 15 and 18, under libc's locale and the builtin one.
    expect(digest).toBe('e76fb7e649eb64d07b1f5f5dfccdadda891b4c1a250c03d3208eb6d8984ed976')
  })

  it('has exactly the rows that were asked for, and some in every table', async () => {
    const digests = await tableDigests(shop.url)
    expect(digests.reduce((sum, digest) => sum + Number(digest.rows), 0)).toBe(rows)
    expect(digests.filter((digest) => digest.rows === '0')).toEqual([])
  })

  it('has every shape that a migration should be seen with', async () => {
    const [shapes] = await ask(`
      SELECT (SELECT count(*) FROM pg_type WHERE typtype = 'e' AND typnamespace = 'public'::regnamespace) AS enums,
             (SELECT count(*) FROM pg_class WHERE relkind = 'p') AS partitioned,
             (SELECT count(*) FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace) AS views,
             (SELECT count(*) FROM pg_attribute WHERE attgenerated = 's' AND attrelid >= 16384) > 3 AS generated,
             (SELECT string_agg(DISTINCT attidentity::text, '' ORDER BY attidentity::text) FROM pg_attribute) AS identity,
             (SELECT array_agg(DISTINCT atttypid::regtype::text ORDER BY atttypid::regtype::text)
                FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
               WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0
                 AND atttypid::regtype::text = ANY ('{text[],jsonb,bytea,numeric,timestamptz,
                                                     timestamp with time zone,uuid,inet,tsvector,real[]}')) AS types`)
    const types = [
      'bytea',
      'inet',
      'jsonb',
      'numeric',
      'real[]',
      'text[]',
      'timestamp with time zone',
      'tsvector',
      'uuid',
    ]
    expect(shapes).toEqual(['4', '1', '2', true, 'ad', types])
  })

  it('has a cycle of foreign keys that no order of tables can satisfy', async () => {
    expect(
      await ask(`
        SELECT conrelid::regclass::text, confrelid::regclass::text, condeferrable FROM pg_constraint
         WHERE contype = 'f' AND 'departments'::regclass IN (conrelid, confrelid) ORDER BY 1`),
    ).toEqual([
      ['departments', 'employees', true],
      ['employees', 'departments', false],
    ])
  })

  it('makes sense: customers sign up before they order, totals are those of the lines, names are not all Latin', async () => {
    expect(
      await ask(`
        SELECT (SELECT count(*) FROM orders o JOIN customers c ON c.id = customer_id WHERE created_at >= placed_at),
               (SELECT count(*) FROM orders o WHERE total <> (SELECT sum(amount) FROM order_lines WHERE order_id = o.id)),
               (SELECT count(*) > 0 FROM customers WHERE full_name !~ '[A-Za-z]'),
               (SELECT count(*) FROM customers WHERE email::text !~ '^[a-z]+[.][a-z]+[0-9]+@[a-z.]+$'),
               (SELECT count(*) FROM events e JOIN customers c ON c.id = customer_id WHERE created_at >= occurred_at)`),
    ).toEqual([['0', '0', true, '0', '0']])
  })

  it('refuses a number of rows that it cannot have', async () => {
    for (const wrong of [0, 999, 1.5, Number.NaN, 1e9])
      await expect(fillShop(shop.url, wrong)).rejects.toThrow(RangeError)
  })
})
