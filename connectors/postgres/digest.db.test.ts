import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanTask } from '@/domain/plan/plan'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { digestTable, digestVersionFor, type RowHash, rowHashesOf, serverVersion, versionOf } from './digest'
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
  const [hash] = await rowHashesOf(client, [task], version)
  if (hash === undefined || hash instanceof Error) throw new Error('The table cannot be hashed.', { cause: hash })
  return digestTable(client, ref, hash)
}

describe('how rows are hashed', () => {
  it('is answered for many tables at once, each by its own columns, with an error for one that is not as planned', async () => {
    await client.query(
      'DROP TABLE IF EXISTS one, two; CREATE TABLE one (a int, b text); CREATE TABLE two (b int8, c oid)',
    )
    const task = (name: string, ...columns: string[]) =>
      ({
        target: { schema: 'public', name },
        columns: columns.map((column) => ({ name: column })),
      }) as unknown as PlanTask
    const tasks = [task('two', 'c', 'b'), task('gone', 'a'), task('one', 'b'), task('one', 'z')]
    const [two, gone, one, lacking] = await rowHashesOf(client, tasks, 'v1')
    expect(two).toEqual({
      version: 'v1',
      columns: [
        { name: 'c', send: 'textsend', cast: 'text' },
        { name: 'b', send: 'int8send', cast: 'bigint' },
      ],
    })
    expect(gone).toBeInstanceOf(Error)
    expect(one).toMatchObject({ columns: [{ name: 'b', send: 'textsend', cast: 'text' }] })
    expect(lacking).toBeInstanceOf(Error)
  })
})

/** One client does one thing at a time. */
async function inTurn<T, U>(items: readonly T[], act: (item: T) => Promise<U>): Promise<U[]> {
  const answers: U[] = []
  for (const item of items) answers.push(await act(item))
  return answers
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

  // Values of one type, all stored differently, of which many are equal to each other.
  it.each([
    ['boolean', 't', 'f'],
    ['integer', '1', '-1', '2147483647'],
    ['bigint', '1', '4294967296', '-4294967296', '9007199254740993', '9007199254740992'],
    ['numeric', '1', '1.0', '1.00', '10', '1e10', '0', '0.0', 'NaN', 'Infinity', '-Infinity'],
    ['real', '0', '-0', 'NaN', 'Infinity', '1e-45'],
    ['double precision', '0', '-0', 'NaN', '1', '1.0000000000000002', '4294967296'],
    ['money', '1', '0.01'],
    ['text', '', ' ', 'a', 'a ', 'A', 'NULL', '\\N', 'é', 'e\u0301'],
    ['character(3)', 'a', 'a b'],
    ['"char"', '', 'a', ' '],
    ['name', '', 'a'],
    ['bytea', '\\x', '\\x00', '\\x0000', '\\x30'],
    ['bit varying', '', '0', '00', '1'],
    ['date', 'infinity', '-infinity', '0044-03-15 BC', '0044-03-15'],
    ['timestamptz', 'infinity', '2000-01-01 00:00+00', '2000-01-01 00:00:00.000001+00'],
    ['timetz', '00:00+00', '01:00+01'],
    ['interval', '1 day', '24:00:00', '1 mon', '30 days', '720:00:00'],
    ['json', '{"a":1}', '{"a": 1}', '{"a":1,"a":1}'],
    ['jsonb', '1', '1.0', '"1"', 'null', '{}', '[]'],
    ['jsonpath', '$', 'strict $'],
    ['point', '(0,0)', '(-0,0)', '(0,-0)'],
    ['circle', '<(0,0),1>', '<(0,1),1>'],
    ['path', '[(0,0),(1,1)]', '((0,0),(1,1))'],
    ['inet', '10.0.0.1', '10.0.0.1/24', '::1'],
    ['cidr', '10.0.0.0/8', '10.0.0.0/16'],
    ['uuid', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001'],
    ['tsvector', '', 'a', 'a:1', 'a:1A'],
    ['tsquery', '', 'a', '!a', 'a:*'],
    ['int4range', 'empty', '[1,2)', '(,)', '[1,)'],
    ['numrange', '[1,2)', '[1.0,2)', '[1,2]', '(1,2)'],
    ['nummultirange', '{}', '{[1,2)}', '{[1.0,2)}'],
    ['integer[]', '{}', '{1}', '[0:0]={1}', '{{1}}', '{NULL}', '{1,NULL}'],
    ['text[]', '{}', '{NULL}', '{"NULL"}', '{""}', '{a,b}', '{"a,b"}'],
    ['xml', '<a/>', '<a></a>', ''],
    ['oid', '0', '1'],
    ['xid8', '0', '18446744073709551615'],
    ['pg_lsn', '0/0', '1/0'],
    ['regclass', 'pg_class', '0', '4294967295'],
    ['refcursor', '', 'a'],
    ['aclitem', '=r/postgres', '=r*/postgres'],
    ['int2vector', '', '1', '1 2'],
    ['hstore', '', 'a=>1', 'a=>NULL', 'a=>"NULL"'],
    ['citext', 'a', 'A'],
    ['pair', '(,)', '(0,)', '(,"")', '(0,0)'],
    ['real_domain', '0', '-0'],
  ])('tells any two stored values of %s apart, and none from itself', async (type, ...values) => {
    await client.query(`DROP TYPE IF EXISTS pair, real_domain CASCADE; CREATE EXTENSION IF NOT EXISTS hstore;
      CREATE EXTENSION IF NOT EXISTS citext; CREATE TYPE pair AS (a float8, b text); CREATE DOMAIN real_domain AS float8`)
    const made = (value: string | null) =>
      textOf(`CREATE TABLE t (v ${type}); INSERT INTO t VALUES (${value === null ? 'NULL' : pg.escapeLiteral(value)})`)
    const digests = await inTurn([null, ...values], made)
    expect(new Set(digests).size).toBe(digests.length)
    expect(await made(values.at(-1) ?? null)).toBe(digests.at(-1))
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
