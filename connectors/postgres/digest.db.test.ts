import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanTask } from '@/domain/plan/plan'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { digestTable, digestVersionFor, type RowHash, rowHashOf, serverVersion, versionOf } from './digest'
import { sessionTypes } from './session-types'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url, types: sessionTypes })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** Makes a table and answers its digest, hashed by the types of `like` (its own by default). */
async function digestOf(
  name: string,
  sql: string,
  { like = name, version }: { like?: string; version: RowHash['version'] },
) {
  await client.query(`DROP TABLE IF EXISTS ${name}; ${sql}`)
  const ref = { schema: 'public', name }
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = '${name}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname`,
  )
  const columns = rows.map((row) => ({ name: row.name, type: '', identityAlways: false }))
  const task = { target: { schema: 'public', name: like }, columns } as unknown as PlanTask
  const hash = await rowHashOf(client, task, version)
  return digestTable(client, ref, hash)
}

describe.each(['v1', 'v1t'] as const)('the digest of a table (%s)', (version) => {
  const options = { version }
  const textOf = async (sql: string) => (await digestOf('t', sql, options)).text

  it('does not depend on the order of rows or columns', async () => {
    const one = await textOf(`CREATE TABLE t AS SELECT n AS a, n::text AS b FROM generate_series(1, 100) n`)
    const other = await textOf(
      `CREATE TABLE t AS SELECT n::text AS b, n AS a FROM generate_series(1, 100) n ORDER BY n DESC`,
    )
    expect(other).toBe(one)
    expect(one).toMatch(new RegExp(`^${version}:100:\\d+:\\d+$`))
  })

  it('sees a missing, a doubled and an altered row, and values that changed places between rows', async () => {
    const base = `CREATE TABLE t AS SELECT n AS a, n * 7 AS b FROM generate_series(1, 100) n`
    const digests = [
      await textOf(base),
      await textOf(`${base}; DELETE FROM t WHERE a = 3`),
      await textOf(`${base}; INSERT INTO t SELECT * FROM t WHERE a = 3`),
      await textOf(`${base}; UPDATE t SET b = 0 WHERE a = 3`),
      await textOf(`${base}; UPDATE t SET b = CASE a WHEN 3 THEN 28 ELSE 21 END WHERE a IN (3, 4)`),
      await textOf(`${base}; UPDATE t SET b = NULL WHERE a = 3`),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })

  it('tells values apart that are equal but not the same', async () => {
    for (const [a, b] of [
      ['1.0::numeric', '1.00::numeric'],
      [`'-0'::float8`, `'0'::float8`],
      [`''`, 'NULL'],
    ] as const) {
      expect(await textOf(`CREATE TABLE t AS SELECT ${a} AS v`)).not.toBe(
        await textOf(`CREATE TABLE t AS SELECT ${b} AS v`),
      )
    }
  })

  it('does not look inside NaN, infinity and BC', async () => {
    const odd = `SELECT 'NaN'::float8 AS a, 'infinity'::timestamptz AS b, '0044-03-15 BC'::date AS c, 'NaN'::numeric AS d`
    expect(await textOf(`CREATE TABLE t AS ${odd}`)).toBe(await textOf(`CREATE TABLE t AS ${odd}`))
  })

  it('is that of the target’s types on both sides', async () => {
    await client.query('DROP TABLE IF EXISTS wider; CREATE TABLE wider (a bigint, b text, c numeric(12,2))')
    const narrow = `CREATE TABLE t (a int, b varchar(20), c numeric(10,2)); INSERT INTO t VALUES (1, 'x', 2.5), (NULL, '', 0)`
    const from = await digestOf('t', narrow, { like: 'wider', version })
    await client.query('INSERT INTO wider SELECT * FROM t')
    const hash = await digestOf('copy', 'CREATE TABLE copy AS TABLE wider', { like: 'wider', version })
    expect(hash.text).toBe(from.text)
  })

  it('takes types of the user’s own, and those that hold OIDs, as text', async () => {
    await client.query(`DROP TYPE IF EXISTS mood CASCADE; DROP TYPE IF EXISTS pair CASCADE; DROP DOMAIN IF EXISTS price CASCADE;
      CREATE TYPE mood AS ENUM ('calm'); CREATE TYPE pair AS (a int, b text); CREATE DOMAIN price AS numeric(8,2)`)
    const { rows } = await digestOf(
      't',
      `CREATE TABLE t (m mood, ms mood[], p pair, d price, r regclass, i int4range, is_it bool, j jsonb, x xml, v tsvector);
       INSERT INTO t VALUES ('calm', '{calm}', '(1,a)', 1.5, 'pg_class', '[1,3)', true, '{"a":1}', '<a/>', 'a b')`,
      options,
    )
    expect(rows).toBe(1n)
  })

  it('of nothing is known', async () => {
    expect(await textOf('CREATE TABLE t (a int)')).toBe(`${version}:0:0:0`)
  })
})

it('a digest is taken in the way that both servers know, and tells its version', async () => {
  expect(digestVersionFor([await serverVersion(client), 140_000])).toBe('v1')
  expect(digestVersionFor([180_000, 130_012])).toBe('v1t')
  expect([null, 'v1:0:0:0', 'v1t:0:0:0'].map(versionOf)).toEqual([undefined, 'v1', 'v1t'])
})
