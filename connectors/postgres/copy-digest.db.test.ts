import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { portableTypes } from '@/domain/plan/binary-types'
import { knownAnswer } from '@/domain/plan/known-answer'
import type { PlanTask } from '@/domain/plan/plan'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { openSession } from './connect'
import { CopyDigest } from './copy-digest'
import { CopyOut } from './copy-out'
import { digestTable, isDigestedPassing, rowHashesOf } from './digest'
import { readKnownAnswer } from './facts/known-answer'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  const { hostname: host, port, pathname, username: user, password } = new URL(database.url)
  const place = { host, port: Number(port), database: pathname.slice(1), user, password: decodeURIComponent(password) }
  client = await openSession({ ...place, tls: 'disable' }, { applicationName: 'test' })
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** Of each type, values whose bytes are short and long, and those that are equal to others but for their bytes. */
const values: Readonly<Record<string, readonly string[]>> = {
  boolean: ['t', 'f'],
  bytea: ['\\x', '\\x00', '\\x000102030405060708090a', '\\x000102030405060708090a0b', `\\x${'ab'.repeat(5000)}`],
  '"char"': ['a', '\\377'],
  name: ['n', 'x'.repeat(63)],
  bigint: ['0', '-1', '9223372036854775807', '-9223372036854775808', '4294967296'],
  smallint: ['0', '32767', '-32768'],
  integer: ['1', '-2147483648', '2147483647'],
  text: ['', 'a', 'Käthe 🐦', ' ', 'y'.repeat(70_000)],
  json: ['{"b":1, "a" : 2}', 'null'],
  point: ['(1,-2.5)', '(Infinity,NaN)'],
  lseg: ['[(0,0),(1,1)]'],
  path: ['[(0,0),(1,1)]', '((0,0),(1,1),(2,0))'],
  box: ['(1,1),(0,0)'],
  polygon: ['((0,0),(1,1),(2,0))'],
  line: ['{1,-1,0}'],
  cidr: ['10.0.0.0/8', '::/0'],
  real: ['0', '-0', 'NaN', '1e-40', 'Infinity'],
  'double precision': ['0', '-0', 'NaN', '5e-324', '-Infinity', '0.1'],
  circle: ['<(0,0),2>'],
  macaddr8: ['08:00:2b:01:02:03:04:05'],
  macaddr: ['08:00:2b:01:02:03'],
  inet: ['10.1.2.3/8', '::1'],
  character: ['a'],
  'character varying': ['', 'v '],
  date: ['2020-02-29', '4713-01-01 BC', 'infinity', '-infinity'],
  time: ['00:00', '24:00', '23:59:59.999999'],
  timestamp: ['2020-01-01 00:00:00.000001', 'infinity', '0044-03-15 BC'],
  timestamptz: ['2020-01-01 00:00+05', '-infinity'],
  interval: ['1 mon', '30 days', '-00:00:00.000001'],
  timetz: ['12:00+02', '10:00+00'],
  bit: ['1', '0'],
  'bit varying': ['', '1011', '1'.repeat(100)],
  numeric: ['0', '1.0', '1.00', '-1e-50', 'NaN', '12345678901234567890.123'],
  uuid: ['00000000-0000-0000-0000-000000000000', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  pg_lsn: ['16/B374D848'],
  tsvector: ["'a':1A 'b':2", ''],
  jsonb: ['{"a": 1.0, "b": null}', '{"a": 1.00}', '[]', '""'],
  int4range: ['[1,5)', 'empty', '(,)'],
  numrange: ['[1.0,2)', '(1,2.50]'],
  tsrange: ['[2020-01-01,2021-01-01)'],
  tstzrange: ['[2020-01-01,)'],
  daterange: ['[2020-01-01,2021-01-01)', 'empty'],
  int8range: ['[1,4294967296)'],
  jsonpath: ['$.a', 'strict $[*] ? (@ > 1)'],
  int4multirange: ['{[1,3),[5,7)}', '{}'],
  nummultirange: ['{[1.0,2]}'],
  tsmultirange: ['{}'],
  tstzmultirange: ['{[2020-01-01,2021-01-01)}'],
  datemultirange: ['{[2020-01-01,2021-01-01)}'],
  int8multirange: ['{[1,3)}'],
}

/** What `COPY … TO STDOUT` sends of a table, and the digest that the server has of it. */
async function sentAndAsked(make: string): Promise<{ sent: Buffer; asked: string; isPassing: boolean }> {
  await client.query(`DROP TABLE IF EXISTS public.t; ${make}`)
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, pg_catalog.format_type(atttypid, atttypmod) AS type FROM pg_catalog.pg_attribute
      WHERE attrelid = 'public.t'::regclass AND attnum > 0 ORDER BY attnum`,
  )
  const table = { schema: 'public', name: 't' }
  const task = { target: table, columns: rows, digested: 'passing' } as unknown as PlanTask
  const [hash] = await rowHashesOf(client, [task], 'v1')
  if (hash === undefined || hash instanceof Error) throw new Error('The table cannot be hashed.', { cause: hash })
  const pieces: Buffer[] = []
  const copy = new CopyOut('COPY (SELECT * FROM public.t) TO STDOUT (FORMAT binary)', (frames) =>
    pieces.push(Buffer.from(frames)),
  )
  client.query(copy)
  await copy.done
  const { text: asked } = await digestTable(client, table, hash)
  return { sent: Buffer.concat(pieces), asked, isPassing: isDigestedPassing(task, hash) }
}

function digestOf(sent: Buffer, cuts: readonly number[] = []): string {
  const digest = new CopyDigest()
  const edges = [0, ...[...cuts].sort((a, b) => a - b), sent.length]
  for (let n = 1; n < edges.length; n++) digest.push(sent.subarray(edges[n - 1], edges[n]))
  return digest.text
}

/** Types that send what another type would: hashed by their text, which the source is asked for. */
const askedFor = ['cidr']

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`

describe('rows that are digested as they pass', () => {
  it.each(portableTypes)('have the digest that the server computes, for values and arrays of %s', async (type) => {
    const of = values[type] ?? []
    expect(of).not.toEqual([])
    const rows = of.map((value) => `(${quoted(value)}::${type}, ARRAY[${quoted(value)}, NULL]::${type}[])`)
    const { sent, asked, isPassing } = await sentAndAsked(
      `CREATE TABLE public.t (a ${type}, b ${type}[]); INSERT INTO public.t VALUES (NULL, NULL), (NULL, '{}'), ${rows.join(', ')}`,
    )
    expect(isPassing).toBe(!askedFor.includes(type))
    if (isPassing) expect(digestOf(sent)).toBe(asked)
  })

  it('have it wherever the stream is cut, and whatever length their values have', async () => {
    const { sent, asked } = await sentAndAsked(
      `CREATE TABLE public.t AS SELECT n AS a, repeat('x', n) AS b, decode(repeat('f0', n % 29), 'hex') AS c,
         CASE WHEN n % 3 > 0 THEN n::numeric / 7 END AS d, NULL::int AS e FROM generate_series(0, 60) n`,
    )
    expect(digestOf(sent, [...sent.keys()])).toBe(asked)
    const cuts = fc.array(fc.nat(sent.length), { maxLength: 60 })
    fc.assert(
      fc.property(cuts, (at) => {
        expect(digestOf(sent, at)).toBe(asked)
      }),
    )
  })

  it('have it without a row, and without a column', async () => {
    const empty = await sentAndAsked('CREATE TABLE public.t (a int)')
    expect(digestOf(empty.sent)).toBe(empty.asked)
    const bare = await sentAndAsked('CREATE TABLE public.t (); INSERT INTO public.t DEFAULT VALUES')
    expect(digestOf(bare.sent)).toBe(bare.asked)
  })

  it('have none where the stream ended early, or went on behind its end', async () => {
    const { sent } = await sentAndAsked('CREATE TABLE public.t AS SELECT 1 AS a')
    expect(() => digestOf(sent.subarray(0, -7))).toThrow('did not come as they are known to come')
    expect(() => digestOf(Buffer.concat([sent, sent]))).toThrow('did not come as they are known to come')
  })

  it('stand on the answer that a server gives to the known row', async () => {
    expect(await readKnownAnswer(client)).toBe(knownAnswer)
  })
})
