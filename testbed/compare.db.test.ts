import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDatabases } from './compare'
import { copyUnderSnapshot } from './saved-copy'
import { withClient } from './server'
import { tableDigests } from './table-digests'
import { createTestDatabase, sharedServer, type TestDatabase } from './test-database'

const schema = `
  CREATE TABLE keyed (id bigint PRIMARY KEY, name varchar(20) DEFAULT 'x' CHECK (name IN ('a', 'b', 'x')), blob bytea);
  CREATE TABLE keyless (n int, t text);
  CREATE TABLE nothing ();
  CREATE INDEX keyed_name ON keyed (name);
  CREATE SEQUENCE up; CREATE SEQUENCE down INCREMENT -1;
  CREATE VIEW names AS SELECT name FROM keyed;
  INSERT INTO keyed SELECT n, 'a', decode(lpad(to_hex(n), 6, '0'), 'hex') FROM generate_series(1, 12000) n;
  INSERT INTO keyless SELECT n % 100, NULLIF(n % 3, 0)::text FROM generate_series(1, 300) n;
  INSERT INTO nothing DEFAULT VALUES; INSERT INTO nothing DEFAULT VALUES;
  SELECT setval('up', 40), setval('down', -40)`

let source: TestDatabase
beforeAll(async () => {
  source = await createTestDatabase()
  await run(source, schema)
})
afterAll(() => source.drop())

const run = (database: TestDatabase, sql: string) => withClient(database.url, (client) => client.query(sql))

/** The differences, briefly, of the source to a copy of it in which `change` happened. */
async function differencesAfter(change: string, options = {}) {
  const target = await createTestDatabase({ template: source.name })
  try {
    await run(target, change)
    const differences = await compareDatabases(source.url, target.url, options)
    return differences.map(({ kind, object, problem, key }) => [kind, object, problem, ...(key ? [key] : [])].join(' '))
  } finally {
    await target.drop()
  }
}

describe('the comparison of two databases', () => {
  it('says nothing of equal ones', async () => {
    expect(await differencesAfter('SELECT 1')).toEqual([])
  })

  it('says nothing of rows in another order, nor of a constraint read back from its own definition', async () => {
    const rebuild = `
      CREATE TABLE again AS SELECT * FROM keyless ORDER BY random();
      TRUNCATE keyless; INSERT INTO keyless SELECT * FROM again; DROP TABLE again;
      DO $$ DECLARE def text := (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'keyed_name_check');
      BEGIN
        ALTER TABLE keyed DROP CONSTRAINT keyed_name_check;
        EXECUTE 'ALTER TABLE keyed ADD CONSTRAINT keyed_name_check ' || def;
      END $$`
    expect(await differencesAfter(rebuild)).toEqual([])
  })

  const rowCases: [string, string, string[]][] = [
    ['a missing row', 'DELETE FROM keyed WHERE id = 7', ['rows public.keyed altered', 'row public.keyed missing (7)']],
    [
      'an extra row',
      "INSERT INTO keyed VALUES (12001, 'a')",
      ['rows public.keyed altered', 'row public.keyed extra (12001)'],
    ],
    [
      'a doubled row',
      'ALTER TABLE keyed DROP CONSTRAINT keyed_pkey; INSERT INTO keyed SELECT * FROM keyed WHERE id = 11',
      [
        'constraint public.keyed keyed_pkey missing',
        'index public.keyed keyed_pkey missing',
        'rows public.keyed altered',
        'row public.keyed doubled (11)',
      ],
    ],
    [
      'an altered row',
      String.raw`UPDATE keyed SET blob = '\xff' WHERE id = 9000`,
      ['rows public.keyed altered', 'row public.keyed altered (9000)'],
    ],
    [
      'values swapped between two rows',
      "UPDATE keyed SET blob = CASE id WHEN 1 THEN '\\x000002'::bytea ELSE '\\x000001' END WHERE id IN (1, 2)",
      ['rows public.keyed altered', 'row public.keyed altered (2)', 'row public.keyed altered (1)'],
    ],
    [
      'a missing row of a table without a key',
      'DELETE FROM keyless WHERE ctid = (SELECT min(ctid) FROM keyless WHERE n = 7)',
      ['rows public.keyless altered', 'row public.keyless missing'],
    ],
    [
      'a doubled row of a table without a key',
      'INSERT INTO keyless SELECT * FROM keyless WHERE n = 7 LIMIT 1',
      ['rows public.keyless altered', 'row public.keyless doubled'],
    ],
    [
      'an altered row of a table without a key, NULL to an empty text',
      "UPDATE keyless SET t = '' WHERE ctid = (SELECT min(ctid) FROM keyless WHERE t IS NULL)",
      ['rows public.keyless altered', 'row public.keyless extra', 'row public.keyless missing'],
    ],
    [
      'a missing row of a table without columns',
      'DELETE FROM nothing WHERE ctid = (SELECT min(ctid) FROM nothing)',
      ['rows public.nothing altered', 'row public.nothing missing'],
    ],
    ['a missing table', 'DROP TABLE keyless', ['table', 'column', 'column', 'storage', 'rows']],
    [
      'a missing column',
      'ALTER TABLE keyless DROP t',
      ['column public.keyless.t missing', 'rows public.keyless altered'],
    ],
  ]
  it.each(rowCases)('finds %s', async (_, change, expected) => {
    const found = await differencesAfter(change)
    expect(found.map((line, at) => (expected[at]?.includes(' ') ? line : line.split(' ')[0])).sort()).toEqual(
      expected.toSorted(),
    )
  })

  const definitionCases: [string, string, string][] = [
    ['an altered default', "ALTER TABLE keyed ALTER name SET DEFAULT 'b'", 'column public.keyed.name altered'],
    ['a narrower type', 'ALTER TABLE keyless ALTER n TYPE smallint', 'column public.keyless.n altered'],
    ['a lost NOT NULL', 'ALTER TABLE keyless ALTER n SET NOT NULL', 'column public.keyless.n altered'],
    ['a missing index', 'DROP INDEX keyed_name', 'index public.keyed keyed_name missing'],
    [
      'another index of the same name',
      'DROP INDEX keyed_name; CREATE INDEX keyed_name ON keyed (name DESC)',
      'index public.keyed keyed_name altered',
    ],
    [
      'a missing check',
      'ALTER TABLE keyed DROP CONSTRAINT keyed_name_check',
      'constraint public.keyed keyed_name_check missing',
    ],
    ['a sequence moved back', "SELECT setval('up', 39)", 'position public.up altered'],
    ['a descending sequence moved back', "SELECT setval('down', -39)", 'position public.down altered'],
    ['a sequence that has not given out its value', "SELECT setval('up', 40, false)", 'position public.up altered'],
    ['a sequence with other options', 'ALTER SEQUENCE up CYCLE', 'sequence public.up altered'],
    [
      'an altered view',
      'CREATE OR REPLACE VIEW names AS SELECT lower(name)::varchar(20) AS name FROM keyed',
      'view public.names altered',
    ],
    ['an extra type', "CREATE TYPE mood AS ENUM ('sad')", 'enum public.mood extra'],
    ['an extra comment', "COMMENT ON TABLE keyed IS 'hm'", 'comment table public.keyed extra'],
    ['row security', 'ALTER TABLE keyed ENABLE ROW LEVEL SECURITY', 'table public.keyed altered'],
    [
      'a trigger',
      'CREATE TRIGGER t BEFORE UPDATE ON keyed FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
      'trigger public.keyed t extra',
    ],
  ]
  it.each(definitionCases)('finds %s', async (_, change, expected) => {
    expect(await differencesAfter(change)).toEqual([expected])
  })

  it('lets a sequence of the target stand further on', async () => {
    expect(await differencesAfter("SELECT setval('up', 41), setval('down', -41)")).toEqual([])
  })

  it('names no more rows than asked for, and the whole counts all the same', async () => {
    expect(await differencesAfter('DELETE FROM keyed', { rowsPerTable: 3 })).toHaveLength(4)
  })

  it('can be limited to tables, kinds and schemas', async () => {
    const change =
      'DELETE FROM keyed; DELETE FROM keyless; DROP INDEX keyed_name; CREATE SCHEMA own; CREATE TABLE own.x ()'
    expect(await differencesAfter(change, { tables: ['public.keyless'], rowsPerTable: 0 })).toEqual([
      'rows public.keyless altered',
    ])
    expect(await differencesAfter(change, { kinds: ['index'] })).toEqual(['index public.keyed keyed_name missing'])
    expect(await differencesAfter(change, { kinds: ['schema', 'table'], ignoreSchemas: ['own'] })).toEqual([])
  })
})

describe('the comparison under a snapshot', () => {
  it('sees the source as of an exported snapshot, and as a saved copy when that is gone', async () => {
    const [live, target] = [
      await createTestDatabase({ template: source.name }),
      await createTestDatabase({ template: source.name }),
    ]
    const { snapshot, saved } = await withClient(live.url, async (keeper) => {
      await keeper.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      const { rows } = await keeper.query<{ id: string }>('SELECT pg_export_snapshot() AS id')
      const snapshot = rows[0]?.id ?? ''
      await run(live, 'DELETE FROM keyed WHERE id <= 50; INSERT INTO keyless VALUES (1, NULL)')
      expect(await compareDatabases({ url: live.url, snapshot }, target.url)).toEqual([])
      expect(await compareDatabases(keeper, target.url)).toEqual([])
      expect((await keeper.query('SHOW search_path')).rows).toEqual([{ search_path: '"$user", public' }])
      expect(await tableDigests(live.url, { snapshot })).toEqual(await tableDigests(target.url))
      return { snapshot, saved: await copyUnderSnapshot(live.url, snapshot) }
    })
    await expect(compareDatabases({ url: live.url, snapshot }, target.url)).rejects.toThrow(/snapshot/)
    expect(await compareDatabases(saved, target.url)).toEqual([])
    expect(await compareDatabases(saved, live.url, { rowsPerTable: 100 })).toHaveLength(50 + 1 + 1 + 1)
    await live.drop()
    await target.drop()
  })

  it('reads a table whose name and columns are traps for JavaScript', async () => {
    const [left, right] = [await createTestDatabase(), await createTestDatabase()]
    const sql = `CREATE TABLE "__proto__" ("constructor" int PRIMARY KEY, "a ""b"", ü" text);
                 INSERT INTO "__proto__" VALUES (1, 'x')`
    await run(left, sql)
    await run(right, `${sql}; UPDATE "__proto__" SET "a ""b"", ü" = 'y'`)
    const found = await compareDatabases(left.url, right.url)
    expect(found.map(({ kind, object }) => `${kind} ${object}`)).toEqual([
      'rows public.__proto__',
      'row public.__proto__',
    ])
    expect(found[1]).toMatchObject({ key: '(1)', problem: 'altered', source: '(x,1)', target: '(y,1)' })
    await left.drop()
    await right.drop()
  })

  it('needs UTF8 on neither side to agree on a text', async () => {
    const server = sharedServer()
    await withClient(server.superuserUrl, (client) =>
      client.query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0"),
    )
    const utf8 = await createTestDatabase()
    const sql = "CREATE TABLE words AS SELECT 'Grüße'::text AS word"
    await run(utf8, sql)
    const latin = new pg.Client({ connectionString: server.url('latin') })
    await latin.connect()
    await latin.query(sql)
    await latin.end()
    expect(await compareDatabases(utf8.url, server.url('latin'))).toEqual([])
    await server.dropDatabase('latin')
    await utf8.drop()
  })
})
