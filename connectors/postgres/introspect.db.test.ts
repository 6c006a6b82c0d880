import { afterEach, describe, expect, it } from 'vitest'
import { catalogSchema } from '@/domain/catalog/catalog'
import { withClient } from '@/testbed/server'
import { createTestDatabase, sharedServer, type TestDatabase } from '@/testbed/test-database'

import { introspectUrl } from './testing/copy-structure'

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
const catalogOf = async (sql: string) => introspectUrl((await databaseWith(sql)).url)

describe('introspect', () => {
  it('models columns with their types to the bottom', async () => {
    const { tables } = await catalogOf(`
      CREATE SCHEMA shop; CREATE TYPE shop.mood AS ENUM ('ok'); CREATE DOMAIN shop.price AS numeric(12,2); CREATE DOMAIN shop.net AS shop.price;
      CREATE TABLE t (gone int, id int GENERATED ALWAYS AS IDENTITY, n numeric(10,2)[] NOT NULL, m shop.mood, p shop.net DEFAULT 1, v varchar(5) COLLATE "C",
        d int GENERATED ALWAYS AS (id + 1) STORED, r int4range, at timestamptz(3));
      ALTER TABLE t DROP gone; COMMENT ON COLUMN t.m IS 'how it feels'`)
    const columns = tables[0]?.columns ?? []
    expect(columns.map(({ name, ordinal, type, typeKind }) => [ordinal, name, type, typeKind])).toEqual([
      [1, 'id', 'integer', 'base'],
      [2, 'n', 'numeric(10,2)[]', 'array'],
      [3, 'm', 'shop.mood', 'enum'],
      [4, 'p', 'shop.net', 'domain'],
      [5, 'v', 'character varying(5)', 'base'],
      [6, 'd', 'integer', 'base'],
      [7, 'r', 'int4range', 'range'],
      [8, 'at', 'timestamp(3) with time zone', 'base'],
    ])
    const [id, n, m, p, v, d, , at] = columns
    expect(id).toMatchObject({ identity: 'always', notNull: true, typeOid: 23, typeSchema: 'pg_catalog', typmod: -1 })
    expect(n).toMatchObject({ typeOid: 1231, elementTypeOid: 1700, notNull: true })
    expect(m).toMatchObject({ typeSchema: 'shop', typeName: 'mood', comment: 'how it feels', collation: null })
    expect(p).toMatchObject({
      baseType: 'numeric(12,2)',
      baseTypeOid: 1700,
      baseTypmod: 786438,
      default: '1',
      typmod: -1,
    })
    expect(v).toMatchObject({ typmod: 9, collation: '"C"', baseType: 'character varying(5)' })
    expect(d).toMatchObject({ generated: 'stored', default: '(id + 1)' })
    expect(at).toMatchObject({ typmod: 3, baseTypmod: 3 })
  })

  it('models keys, and tells which of them can name a row', async () => {
    const { tables } = await catalogOf(`
      CREATE TABLE parent (a int, b int, c int NOT NULL, d int NOT NULL, PRIMARY KEY (b, a), CONSTRAINT cd UNIQUE (c, d), UNIQUE (d) DEFERRABLE);
      CREATE UNIQUE INDEX by_c ON parent (c) INCLUDE (d); CREATE UNIQUE INDEX partial ON parent (d) WHERE c > 1; CREATE UNIQUE INDEX expr ON parent ((c + d));
      ALTER TABLE parent ADD e int UNIQUE;
      CREATE TABLE child (x int, y int, CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES parent (a, b) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED);
      ALTER TABLE child ADD CONSTRAINT late FOREIGN KEY (x) REFERENCES parent (c) NOT VALID;
      CREATE TABLE heap (x int); INSERT INTO heap SELECT generate_series(1, 1000); ANALYZE heap`)
    const [child, heap, parent] = tables
    expect(parent?.primaryKey).toEqual({ name: 'parent_pkey', columns: ['b', 'a'] })
    expect(parent?.uniqueKeys).toEqual([
      { name: 'by_c', columns: ['c'], source: 'index', nullsNotDistinct: false, usableAsKey: true },
      { name: 'cd', columns: ['c', 'd'], source: 'constraint', nullsNotDistinct: false, usableAsKey: true },
      { name: 'parent_d_key', columns: ['d'], source: 'constraint', nullsNotDistinct: false, usableAsKey: false },
      { name: 'parent_e_key', columns: ['e'], source: 'constraint', nullsNotDistinct: false, usableAsKey: false },
    ])
    expect(child?.foreignKeys).toEqual([
      expect.objectContaining({
        name: 'fk',
        columns: ['x', 'y'],
        references: { schema: 'public', table: 'parent', columns: ['a', 'b'] },
        onDelete: 'set-null',
        onUpdate: 'cascade',
        deferrable: true,
        initiallyDeferred: true,
        validated: true,
      }),
      expect.objectContaining({ name: 'late', validated: false, onDelete: 'no-action', deferrable: false }),
    ])
    expect([child?.rowEstimate, heap?.rowEstimate]).toEqual(['0', '1000'])
    expect(heap?.primaryKey).toBeNull()
    expect(Number(heap?.sizeBytes)).toBeGreaterThan(30_000)
  })

  it('models partitions, inheritance and what guards a table', async () => {
    const { tables } = await catalogOf(`
      CREATE TABLE root (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
      CREATE TABLE mid PARTITION OF root FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') PARTITION BY HASH (id);
      CREATE TABLE leaf PARTITION OF mid FOR VALUES WITH (MODULUS 1, REMAINDER 0); CREATE TABLE rest PARTITION OF root DEFAULT;
      CREATE TABLE refers (id int, at date, FOREIGN KEY (id, at) REFERENCES root);
      CREATE TABLE heir (x int) INHERITS (refers); ALTER TABLE heir ENABLE ROW LEVEL SECURITY; ALTER TABLE root ADD FOREIGN KEY (id, at) REFERENCES root`)
    const seen = tables.map(({ name, kind, leaf, partitionOf, partitionBound, partitionKey, inheritsFrom }) => [
      name,
      kind,
      leaf,
      partitionOf?.name ?? null,
      partitionBound,
      partitionKey,
      inheritsFrom.map((parent) => parent.name),
    ])
    expect(seen).toEqual([
      ['heir', 'table', true, null, null, null, ['refers']],
      ['leaf', 'partition', true, 'mid', 'FOR VALUES WITH (modulus 1, remainder 0)', null, []],
      ['mid', 'partitioned', false, 'root', "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')", 'HASH (id)', []],
      ['refers', 'table', true, null, null, null, []],
      ['rest', 'partition', true, 'root', 'DEFAULT', null, []],
      ['root', 'partitioned', false, null, null, 'RANGE (at)', []],
    ])
    const [heir, leaf, , refers] = tables
    expect(heir?.rowSecurity).toEqual({ enabled: true, forced: false })
    expect(refers?.foreignKeys.map(({ references, inherited }) => [references.table, inherited])).toEqual([
      ['root', false],
    ])
    expect(leaf?.foreignKeys.map(({ references, inherited }) => [references.table, inherited])).toEqual([
      ['root', true],
    ])
  })

  it('names all that is not carried, with a reason and never with a secret', async () => {
    const { objects } = await catalogOf(`
      CREATE FUNCTION c_code() RETURNS int LANGUAGE c AS '$libdir/dict_snowball', 'dsnowball_init';
      CREATE VIEW over_c AS SELECT c_code(); CREATE VIEW over_over_c AS SELECT * FROM over_c; CREATE TABLE with_c (x int DEFAULT c_code());
      SELECT lo_create(0), lo_create(0); CREATE PUBLICATION pub; CREATE EXTENSION postgres_fdw;
      CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere'); CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (password 'hunter2');
      CREATE FOREIGN TABLE remote (id int) SERVER far; CREATE VIEW over_remote AS SELECT * FROM remote; CREATE FUNCTION et() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER ev ON ddl_command_end WHEN TAG IN ('DROP SERVER') EXECUTE FUNCTION et(); CREATE OPERATOR FAMILY fam USING btree;
      CREATE TABLE granted (id int, CHECK (id > 0)); GRANT SELECT ON granted TO PUBLIC; GRANT UPDATE (id) ON granted TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
      DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET my.secret = ''hunter2''', current_database()); EXECUTE format('COMMENT ON DATABASE %I IS ''mine''', current_database()); END $$;
      CREATE TABLE refers (id int PRIMARY KEY, up int REFERENCES refers); ALTER TABLE refers DISABLE TRIGGER ALL`)
    const omitted = objects.filter(({ phase }) => phase === null)
    expect(omitted.map(({ identity }) => identity).sort()).toEqual([
      'database-setting comment',
      'database-setting settings',
      'default-privileges default privileges',
      'event-trigger ev',
      'foreign-table public.remote',
      'function public.c_code()',
      'large-object large objects',
      'operator-family public.fam',
      'ownership owners',
      'privileges privileges on columns',
      'privileges privileges on relations',
      'publication pub',
      'server far',
      'table public.with_c',
      'trigger foreign-key checks that are off',
      'user-mapping user mappings',
      'view public.over_c',
      'view public.over_over_c',
      'view public.over_remote',
    ])
    expect(omitted.every(({ reason, ddl }) => reason?.endsWith('.') && ddl.length === 0)).toBe(true)
    const reason = (identity: string) => objects.find((object) => object.identity === identity)?.reason
    expect(reason('view public.over_over_c')).toBe('It needs view public.over_c, which is not carried.')
    expect(reason('table public.with_c')).toMatch(/needs function public\.c_code\(\)/)
    expect(JSON.stringify(objects)).not.toContain('hunter2')
    expect(objects.every((object) => (object.phase === null) === (object.reason !== null))).toBe(true)
  })

  it('names an invalid index and does not carry it', async () => {
    const database = await databaseWith('CREATE TABLE t (x int); INSERT INTO t VALUES (1), (1)')
    await withClient(database.url, (client) =>
      client.query('CREATE UNIQUE INDEX CONCURRENTLY broken ON t (x)').catch(() => undefined),
    )
    const { objects, tables } = await introspectUrl(database.url)
    const broken = objects.find(({ identity }) => identity === 'index public.broken')
    expect(broken).toMatchObject({ phase: null, reason: expect.stringContaining('invalid'), table: { name: 't' } })
    expect(tables[0]?.indexes).toMatchObject([{ name: 'broken', valid: false }])
    expect(tables[0]?.uniqueKeys).toEqual([])
  })

  it('tells which roles a policy needs', async () => {
    await sharedServer()
      .createRole('auditor "x"')
      .catch(() => undefined)
    const { objects } = await catalogOf(
      'CREATE TABLE t (x int); CREATE POLICY p ON t TO "auditor ""x""" USING (true); CREATE POLICY q ON t USING (true)',
    )
    const roles = (identity: string) => objects.find((object) => object.identity === identity)?.roles
    expect([roles('policy p on public.t'), roles('policy q on public.t')]).toEqual([['auditor "x"'], []])
  })

  it('sees structure and not rows in its fingerprint', async () => {
    const { url } = await databaseWith('CREATE TABLE t (id serial PRIMARY KEY, x text)')
    const run = (sql: string) => withClient(url, (client) => client.query(sql))
    const before = await introspectUrl(url)
    await run(
      "INSERT INTO t (x) SELECT repeat('x', 100) FROM generate_series(1, 5000); ANALYZE; SELECT nextval('t_id_seq')",
    )
    const filled = await introspectUrl(url)
    expect(filled.fingerprint).toBe(before.fingerprint)
    expect(filled.sequences).toMatchObject([
      { name: 't_id_seq', lastValue: '5001', isCalled: true, ownedBy: { column: 'id' } },
    ])
    expect(filled.objects.find(({ kind }) => kind === 'sequence-value')?.ddl).toEqual([
      "SELECT pg_catalog.setval('public.t_id_seq'::pg_catalog.regclass, 5001, true)",
    ])
    for (const change of [
      'ALTER TABLE t ADD y int',
      'ALTER TABLE t ALTER x SET NOT NULL',
      'CREATE INDEX ON t (x)',
      'CREATE VIEW v AS SELECT x FROM t',
      "COMMENT ON TABLE t IS 'c'",
    ]) {
      const last = (await introspectUrl(url)).fingerprint
      await run(change)
      expect((await introspectUrl(url)).fingerprint, change).not.toBe(last)
    }
  })

  it('is the same after a trip through JSON', async () => {
    const catalog = await catalogOf('CREATE TABLE "__proto__" ("constructor" int PRIMARY KEY, x bigserial)')
    expect(catalogSchema.parse(JSON.parse(JSON.stringify(catalog)))).toEqual(catalog)
  })
})
