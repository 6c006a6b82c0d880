import { afterEach, describe, expect, it } from 'vitest'
import type { CatalogObject } from '@/domain/catalog/catalog-object'
import { withClient } from '@/testbed/server'
import { createTestDatabase, sharedServer, type TestDatabase } from '@/testbed/test-database'
import { introspect, introspectInTransaction } from './introspect'

import { introspectUrl, withSession } from './testing/copy-structure'

const open: TestDatabase[] = []
const databaseWith = async (sql: string) => {
  const made = await createTestDatabase()
  open.push(made)
  await withClient(made.url, (client) => client.query(sql))
  return made
}
afterEach(async () => {
  for (const made of open.splice(0)) await made.drop()
})

describe('introspect, in a database that others use as well', () => {
  it('leaves the ledger out, under whatever name', async () => {
    const { url } = await databaseWith(
      'CREATE SCHEMA godwit; CREATE TABLE godwit.receipt (id int PRIMARY KEY); CREATE SCHEMA led; CREATE TABLE led.t ()',
    )
    const names = (objects: CatalogObject[]) => objects.filter(({ phase }) => phase).map(({ identity }) => identity)
    expect(names((await introspectUrl(url)).objects)).toEqual([
      'schema led',
      'schema public',
      'extension plpgsql',
      'table led.t',
    ])
    const other = await withSession(url, (client) => introspect(client, { ledgerSchema: 'led' }))
    expect(other.tables.map(({ schema }) => schema)).toEqual(['godwit'])
  })

  it('reads under the snapshot and inside the transaction of its caller', async () => {
    const { url } = await databaseWith('CREATE TABLE t (id int)')
    await withSession(url, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      const before = await introspectInTransaction(client)
      await withClient(url, (other) => other.query('CREATE TABLE u (id int)'))
      expect((await introspectInTransaction(client)).fingerprint).toBe(before.fingerprint)
      const { rows } = await client.query('SHOW lock_timeout')
      expect(rows).toEqual([{ lock_timeout: '10s' }])
      await client.query('COMMIT')
      expect((await introspect(client)).tables).toHaveLength(2)
    })
  })

  it('works for a role that may read nothing but the catalogs', async () => {
    const database = await databaseWith(
      'CREATE TABLE t (id serial); CREATE VIEW v AS SELECT id FROM t; CREATE SCHEMA closed; CREATE TABLE closed.u (id int PRIMARY KEY)',
    )
    const role = await sharedServer().createRole(`reader_${database.name}`)
    const full = await introspectUrl(database.url)
    const seen = await introspectUrl(database.as(role))
    expect(seen.fingerprint).toBe(full.fingerprint)
    expect(seen.sequences).toMatchObject([{ lastValue: null }])
    expect(seen.objects.find(({ kind }) => kind === 'sequence-value')?.reason).toMatch(/may not read/)
  })

  it('comes through while others make and drop things', async () => {
    const { url } = await databaseWith('CREATE TABLE t (id int)')
    let busy = true
    const noise = withClient(url, async (client) => {
      while (busy) {
        await client.query(
          'CREATE TABLE u (id serial PRIMARY KEY); CREATE VIEW v AS SELECT id FROM u; CREATE INDEX ON u ((id + 1))',
        )
        await client.query(
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP TABLE u CASCADE; DROP FUNCTION f()",
        )
      }
    })
    try {
      for (let round = 0; round < 20; round++) {
        expect((await introspectUrl(url)).tables.map(({ name }) => name)).toContain('t')
      }
    } finally {
      busy = false
      await noise
    }
  })

  it('steps back from a lock instead of standing in its way, and says so in the end', async () => {
    const { url } = await databaseWith(
      'CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (id int); CREATE VIEW v AS SELECT id FROM a',
    )
    await withClient(url, async (other) => {
      await other.query('BEGIN; LOCK TABLE b IN ACCESS EXCLUSIVE MODE')
      const reading = introspectUrl(url).catch((error: unknown) => error)
      // With locks of ours in the way, this would be a deadlock sooner or later.
      for (let round = 0; round < 10; round++)
        await other.query('SAVEPOINT s; LOCK TABLE a IN ACCESS EXCLUSIVE MODE; ROLLBACK TO s; SELECT pg_sleep(0.05)')
      await other.query('COMMIT')
      expect(await reading).toMatchObject({ kind: 'postgres', tables: [{ name: 'a' }, { name: 'b' }] })
      await other.query('BEGIN; LOCK TABLE b IN ACCESS EXCLUSIVE MODE')
      await expect(introspectUrl(url)).rejects.toMatchObject({ code: '55P03' })
      await other.query('COMMIT')
    })
  })

  it('takes 1,000 tables in seconds', async () => {
    const database = await databaseWith(`DO $$ BEGIN FOR n IN 1..1000 LOOP
      EXECUTE format('CREATE TABLE t%s (id bigserial PRIMARY KEY, a text NOT NULL, b numeric(10,2) DEFAULT 0, c timestamptz DEFAULT now(), d jsonb, e int CHECK (e > 0), f text UNIQUE, up bigint REFERENCES t%s)', n, greatest(1, n - 1));
      EXECUTE format('CREATE INDEX ON t%s (a, c)', n); END LOOP; END $$`)
    const startedAt = performance.now()
    const { tables, objects } = await introspectUrl(database.url)
    expect(performance.now() - startedAt).toBeLessThan(20_000)
    expect([tables.length, objects.filter(({ kind }) => kind === 'foreign-key').length]).toEqual([1_000, 1_000])
  })
})
