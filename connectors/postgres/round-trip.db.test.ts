import { afterEach, describe, expect, it } from 'vitest'
import type { Catalog } from '@/domain/catalog/catalog'
import { compareDatabases } from '@/testbed/compare'
import { catalogKinds } from '@/testbed/reading'
import { createSample } from '@/testbed/sample'
import { withClient } from '@/testbed/server'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { copyStructure, introspectUrl, structuralDifferences } from './testing/copy-structure'

const open: TestDatabase[] = []
const database = async () => {
  const made = await createTestDatabase()
  open.push(made)
  return made
}
afterEach(async () => {
  for (const made of open.splice(0)) await made.drop()
})

/** Makes the schema, carries it into an empty database, and compares both by fingerprint and by SQL. */
const roundTrip = async (make: string | ((url: string) => Promise<void>)): Promise<Catalog> => {
  const [from, to] = [await database(), await database()]
  if (typeof make === 'string') await withClient(from.url, (client) => client.query(make))
  else await make(from.url)
  const { source, target } = await copyStructure(from.url, to.url)
  expect(structuralDifferences(source, target)).toEqual([])
  expect(target.fingerprint).toBe(source.fingerprint)
  expect(await compareDatabases(from.url, to.url, { kinds: [...catalogKinds, 'position'] })).toEqual([])
  const phases = source.objects.map(({ phase }) => phase)
  expect(phases).toEqual([...phases].sort((a, b) => rank(a) - rank(b)))
  return source
}
const rank = (phase: string | null) => (phase === 'before' ? 0 : phase === 'after' ? 1 : 2)
const objectsOf = ({ objects }: Catalog, kind: string) => objects.filter((object) => object.kind === kind)
const omitted = ({ objects }: Catalog) =>
  new Map(objects.filter(({ phase }) => phase === null).map(({ identity, reason }) => [identity, reason]))

const versionNum = async () => {
  const { url } = await database()
  return (await introspectUrl(url)).server.versionNum
}

describe('a structure that is read, made again elsewhere and read once more is the same', () => {
  it('for the railway sample, one of nearly everything', async () => {
    const catalog = await roundTrip(createSample)
    expect(catalog.tables.length).toBeGreaterThan(30)
    expect([...omitted(catalog).keys()]).toEqual(['large-object large objects', 'ownership owners'])
  })

  it('for names with quotes, newlines, emoji, keywords and what JavaScript trips over', async () => {
    const names = [
      '__proto__',
      'constructor',
      'select',
      'a "b" c',
      "it's",
      'new\nline',
      'tab\tbed',
      '🐦🐦',
      'back\\slash',
      'a.b',
      ' ',
      '%s $1',
    ]
    const q = (name: string) => `"${name.replaceAll('"', '""')}"`
    const sql = names.map((name) => {
      const n = q(name)
      const longest = q(`${name.slice(0, 2)}${'x'.repeat(50)}`)
      return `CREATE SCHEMA ${n}; CREATE TYPE ${n}.${n} AS ENUM ('${name.replaceAll("'", "''")}', '');
        CREATE SEQUENCE ${n}.${q(`${name} seq`)};
        CREATE TABLE ${n}.${q(`${name} t`)} (${n} int GENERATED ALWAYS AS IDENTITY CONSTRAINT ${n} PRIMARY KEY, ${q(`${name} 2`)} ${n}.${n},
          ${longest} int UNIQUE CHECK (${longest} > 0) REFERENCES ${n}.${q(`${name} t`)}, c bigint DEFAULT nextval('${n.replaceAll("'", "''")}.${q(`${name} seq`).replaceAll("'", "''")}'));
        CREATE INDEX ${q(`${name} i`)} ON ${n}.${q(`${name} t`)} (${longest}) WHERE ${n} > 1;
        CREATE VIEW ${n}.${q(`${name} v`)} AS SELECT ${n}, ${n} AS ${q(`${name} w`)} FROM ${n}.${q(`${name} t`)};
        CREATE FUNCTION ${n}.${n}(${n} ${n}.${n}) RETURNS text LANGUAGE sql AS $f$ SELECT $1::text $f$;
        COMMENT ON COLUMN ${n}.${q(`${name} t`)}.${n} IS '${name.replaceAll("'", "''")}';
        COMMENT ON CONSTRAINT ${n} ON ${n}.${q(`${name} t`)} IS 'key';
        COMMENT ON FUNCTION ${n}.${n}(${n}.${n}) IS 'f'`
    })
    const catalog = await roundTrip(sql.join(';\n'))
    expect(catalog.tables.map(({ schema }) => schema).sort()).toEqual([...names].sort())
  })

  it('for things that need each other in a circle', async () => {
    const catalog = await roundTrip(`
      CREATE TABLE a (id int PRIMARY KEY, n int);
      CREATE FUNCTION a_next(a) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE FUNCTION a_fine(a) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
      ALTER TABLE a ALTER n SET DEFAULT a_next(NULL), ADD CONSTRAINT fine CHECK (a_fine(a));
      CREATE DOMAIN odd AS int;
      CREATE FUNCTION is_odd(odd) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
      ALTER DOMAIN odd ADD CONSTRAINT odd CHECK (is_odd(VALUE));
      CREATE VIEW v AS SELECT id, n FROM a;
      CREATE FUNCTION all_v() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM public.v';
      CREATE OR REPLACE VIEW v AS SELECT id, n FROM all_v();
      CREATE VIEW seen AS SELECT count(*) AS n FROM v;
      CREATE FUNCTION seen() RETURNS bigint STABLE BEGIN ATOMIC SELECT n FROM seen; END;
      CREATE TABLE b (id int REFERENCES a, seen bigint DEFAULT seen());
      ALTER TABLE a ADD b int;
      CREATE UNIQUE INDEX ON b (id);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id);
      CREATE FUNCTION late() RETURNS SETOF v BEGIN ATOMIC SELECT * FROM v; END;
      CREATE MATERIALIZED VIEW one AS SELECT 1 AS x;
      CREATE VIEW two AS SELECT * FROM one;
      CREATE MATERIALIZED VIEW a_three AS SELECT * FROM two;
      CREATE UNIQUE INDEX ON a_three (x);
      CREATE MATERIALIZED VIEW empty AS SELECT 1 AS x WITH NO DATA`)
    const phase = (identity: string) => catalog.objects.find((object) => object.identity === identity)?.phase
    // The default of b calls a function that reads views, so these come before the rows; nobody needs late() so early.
    expect(['function public.seen()', 'view public.seen', 'view public.v'].map(phase)).toEqual(Array(3).fill('before'))
    expect(phase('materialized-view public.one')).toBe('after')
    expect(objectsOf(catalog, 'materialized-view-data').map(({ name }) => name)).toEqual(['one', 'a_three'])
  })

  it('for inheritance, plain and grown over time', async () => {
    await roundTrip(`
      CREATE TABLE p1 (id int NOT NULL DEFAULT 1, a text, CONSTRAINT a_long CHECK (length(a) > 1), CONSTRAINT own CHECK (id > 0) NO INHERIT);
      CREATE TABLE p2 (b numeric(10,2), a text);
      CREATE TABLE child (c int DEFAULT 5, CHECK (c > 0)) INHERITS (p1, p2);
      ALTER TABLE child ALTER id SET DEFAULT 7, ALTER a SET NOT NULL, ALTER b SET STATISTICS 200;
      CREATE TABLE stripped () INHERITS (p1);
      ALTER TABLE stripped ALTER id DROP DEFAULT;
      CREATE TABLE alone (b numeric(10,2), x int, a text);
      ALTER TABLE alone INHERIT p2;
      CREATE TABLE grown (own int) INHERITS (p2);
      ALTER TABLE p2 ADD later int DEFAULT 3;
      CREATE TABLE grandchild () INHERITS (child)`)
  })

  it('for partitions of partitions with columns, keys and triggers of their own', async () => {
    await roundTrip(`
      CREATE SCHEMA archive;
      CREATE TABLE m (id bigint GENERATED BY DEFAULT AS IDENTITY, at date NOT NULL, area text NOT NULL, v int DEFAULT 1, twice int GENERATED ALWAYS AS (v * 2) STORED,
        CONSTRAINT m_pk PRIMARY KEY (id, at, area), CONSTRAINT m_pos CHECK (v > 0)) PARTITION BY RANGE (at);
      CREATE TABLE archive.m_old (area text NOT NULL, at date NOT NULL, id bigint NOT NULL, v int, twice int GENERATED ALWAYS AS (v * 2) STORED,
        CONSTRAINT m_pos CHECK (v > 0), CONSTRAINT extra CHECK (v < 100), CONSTRAINT old_key PRIMARY KEY (id, at, area)) WITH (fillfactor = 50);
      CREATE INDEX old_area ON archive.m_old (area);
      ALTER TABLE m ATTACH PARTITION archive.m_old FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
      CREATE TABLE m_new PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2030-01-01') PARTITION BY LIST (area);
      CREATE TABLE m_new_n PARTITION OF m_new (v DEFAULT 9) FOR VALUES IN ('n', 'north''s');
      CREATE TABLE m_new_rest PARTITION OF m_new DEFAULT;
      CREATE TABLE m_empty PARTITION OF m FOR VALUES FROM ('2030-01-01') TO (MAXVALUE) PARTITION BY HASH (id);
      CREATE INDEX m_area ON m (area); CREATE INDEX only_root ON ONLY m (v);
      ALTER TABLE m ADD CONSTRAINT m_unique UNIQUE (area, at, id);
      CREATE TABLE refers (id bigint, at date, area text, FOREIGN KEY (id, at, area) REFERENCES m);
      CREATE TABLE areas (area text PRIMARY KEY);
      ALTER TABLE m ADD FOREIGN KEY (area) REFERENCES areas;
      CREATE FUNCTION tick() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER tick BEFORE INSERT ON m FOR EACH ROW EXECUTE FUNCTION tick();
      CREATE TRIGGER other AFTER UPDATE ON m FOR EACH ROW EXECUTE FUNCTION tick();
      ALTER TABLE m DISABLE TRIGGER other;
      ALTER TABLE m_new_n DISABLE TRIGGER tick;
      CREATE TABLE h (id int) PARTITION BY HASH (id);
      CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE UNIQUE INDEX h_id ON h (id)`)
  })

  it('for types over types, and casts, operators and aggregates over them', async () => {
    await roundTrip(`
      CREATE COLLATION german (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
      CREATE COLLATION posix (provider = libc, locale = 'C');
      CREATE DOMAIN code AS varchar(8) COLLATE "C" DEFAULT 'x' NOT NULL CHECK (VALUE IN ('x', 'y''s'));
      CREATE DOMAIN codes AS code[] CONSTRAINT few CHECK (cardinality(VALUE) > 0);
      CREATE DOMAIN old AS int; ALTER DOMAIN old ADD CONSTRAINT later CHECK (VALUE > 0) NOT VALID;
      CREATE TYPE point3 AS (x float8, y float8, note text COLLATE "C", tags codes);
      CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = spans);
      CREATE TYPE german_span AS RANGE (subtype = text, collation = german);
      CREATE FUNCTION to_point(text) RETURNS point3 LANGUAGE sql AS $$ SELECT NULL::public.point3 $$;
      CREATE CAST (text AS point3) WITH FUNCTION to_point(text) AS ASSIGNMENT;
      CREATE FUNCTION near(point3, point3) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
      CREATE OPERATOR ~~~ (FUNCTION = near, LEFTARG = point3, RIGHTARG = point3, COMMUTATOR = ~~~, RESTRICT = eqsel);
      CREATE FUNCTION add(point3, point3) RETURNS point3 LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE AGGREGATE total(point3) (SFUNC = add, STYPE = point3, PARALLEL = safe);
      CREATE AGGREGATE joined(text, text) (SFUNC = string_agg_transfn, STYPE = internal, FINALFUNC = string_agg_finalfn);
      CREATE AGGREGATE rows(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
      COMMENT ON AGGREGATE rows(*) IS 'how many'; COMMENT ON CAST (text AS point3) IS 'c'; COMMENT ON OPERATOR ~~~ (point3, point3) IS 'o';
      COMMENT ON TYPE point3 IS 't'; COMMENT ON COLUMN point3.x IS 'x'; COMMENT ON DOMAIN code IS 'd'; COMMENT ON CONSTRAINT few ON DOMAIN codes IS 'dc';
      COMMENT ON COLLATION german IS 'g';
      CREATE TABLE uses (p point3, ps point3[], c codes, s span, m spans, g german_span, t text COLLATE german, o old, v varchar(5) CHECK (v IN ('a', 'b')));
      CREATE FUNCTION of_table(uses) RETURNS SETOF uses LANGUAGE sql AS 'SELECT $1';
      CREATE PROCEDURE proc(INOUT a int, b uses DEFAULT NULL) LANGUAGE plpgsql AS 'BEGIN a := 1; END'; COMMENT ON PROCEDURE proc IS 'p';
      CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, language = 'english', stopwords = 'english');
      CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
      ALTER TEXT SEARCH CONFIGURATION words ALTER MAPPING FOR asciiword, word WITH stems, simple;
      CREATE TABLE typed OF point3 (x NOT NULL, PRIMARY KEY (x))`)
  })

  it('for what tables have besides columns', async () => {
    const nulls = (await versionNum()) < 150_000 ? '' : 'NULLS NOT DISTINCT'
    await roundTrip(`
      CREATE UNLOGGED TABLE t (id serial PRIMARY KEY, a text DEFAULT 'x' || 'y', b bytea, c jsonb, d int, e int,
        EXCLUDE USING gist (int4range(d, e) WITH &&), UNIQUE ${nulls} (d) WITH (fillfactor = 70), UNIQUE (a, d) INCLUDE (e) DEFERRABLE INITIALLY DEFERRED)
        WITH (fillfactor = 80, autovacuum_enabled = false, toast.autovacuum_enabled = false);
      ALTER TABLE t ALTER b SET STORAGE EXTERNAL, ALTER a SET STATISTICS 500, ALTER d SET (n_distinct = -0.5), ALTER c SET COMPRESSION pglz;
      ALTER TABLE t ADD CONSTRAINT old CHECK (d > 0) NOT VALID;
      CREATE INDEX i1 ON t USING gin (c jsonb_path_ops); CREATE INDEX i2 ON t (lower(a) DESC NULLS LAST, d) WITH (fillfactor = 60) WHERE a IN ('p', 'q');
      ALTER INDEX i2 ALTER COLUMN 1 SET STATISTICS 300; CREATE UNIQUE INDEX i3 ON t (id, d);
      ALTER TABLE t CLUSTER ON i3; ALTER TABLE t REPLICA IDENTITY FULL;
      CREATE UNLOGGED TABLE k (id int NOT NULL, CONSTRAINT k_key UNIQUE (id)); ALTER TABLE k REPLICA IDENTITY USING INDEX k_key;
      CREATE TABLE nothing (); ALTER TABLE nothing REPLICA IDENTITY NOTHING;
      CREATE UNLOGGED TABLE f (id int REFERENCES t ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, k int);
      ALTER TABLE f ADD CONSTRAINT unproven FOREIGN KEY (k) REFERENCES k (id) MATCH FULL NOT VALID;
      CREATE SEQUENCE s AS smallint INCREMENT -3 MINVALUE -100 MAXVALUE 7 START 4 CACHE 5 CYCLE; SELECT nextval('s'), nextval('s');
      CREATE SEQUENCE fresh START 42; SELECT setval('fresh', 77, false);
      CREATE STATISTICS st (dependencies, mcv) ON a, d FROM t; CREATE STATISTICS st2 ON (lower(a)), d FROM t; ALTER STATISTICS st SET STATISTICS 55;
      ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;
      CREATE POLICY p1 ON t AS RESTRICTIVE FOR UPDATE USING (d > 1) WITH CHECK (a IN ('m', 'n')); CREATE POLICY p2 ON t FOR SELECT TO CURRENT_USER USING (true);
      CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER t1 BEFORE INSERT OR UPDATE OF a ON t FOR EACH ROW WHEN (new.a <> 'z') EXECUTE FUNCTION trg('x', 'it''s');
      CREATE TRIGGER t2 AFTER DELETE ON t REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION trg();
      CREATE CONSTRAINT TRIGGER t3 AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trg();
      ALTER TABLE t DISABLE TRIGGER t1; ALTER TABLE t ENABLE ALWAYS TRIGGER t2; ALTER TABLE t ENABLE REPLICA TRIGGER t3;
      CREATE VIEW v WITH (security_barrier, check_option = 'cascaded') AS SELECT id, a, d FROM t WHERE d > 0; ALTER VIEW v ALTER a SET DEFAULT 'viewed';
      CREATE TRIGGER t4 INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION trg();
      CREATE RULE r1 AS ON DELETE TO v DO INSTEAD NOTHING; CREATE RULE r2 AS ON INSERT TO f DO ALSO NOTIFY f; ALTER TABLE f DISABLE RULE r2;
      CREATE RECURSIVE VIEW n (x) AS SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5;
      COMMENT ON TABLE t IS 'it''s \\ a table'; COMMENT ON INDEX t_pkey IS 'pk'; COMMENT ON TRIGGER t1 ON t IS 'tr'; COMMENT ON RULE r1 ON v IS 'ru';
      COMMENT ON POLICY p1 ON t IS 'po'; COMMENT ON STATISTICS st IS 'st'; COMMENT ON SEQUENCE t_id_seq IS 'se'; COMMENT ON VIEW v IS 'vi'; COMMENT ON COLUMN v.a IS 'va';
      COMMENT ON CONSTRAINT unproven ON f IS 'fk'; COMMENT ON SCHEMA public IS 'mine'`)
  })

  it('for objects of extensions, which come with CREATE EXTENSION', async () => {
    const catalog = await roundTrip(`
      CREATE SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION btree_gist SCHEMA ext; CREATE EXTENSION pg_trgm SCHEMA ext;
      CREATE TABLE e (id int, h ext.hstore DEFAULT ''::ext.hstore, c ext.citext[], EXCLUDE USING gist (id WITH =));
      CREATE INDEX e_trgm ON e USING gin ((c[1]::text) ext.gin_trgm_ops);
      CREATE FUNCTION keys(ext.hstore) RETURNS text[] LANGUAGE sql AS 'SELECT ext.akeys($1)'`)
    const table = catalog.objects.find(({ identity }) => identity === 'table public.e')
    expect(table?.dependsOn).toEqual(expect.arrayContaining(['extension hstore', 'extension citext']))
    expect(objectsOf(catalog, 'function')).toHaveLength(1)
  })

  it('for what version 18 has of its own', async ({ skip }) => {
    if ((await versionNum()) < 180_000) skip('the server is older')
    await roundTrip(
      `
      CREATE EXTENSION btree_gist;
      CREATE TABLE v (id int CONSTRAINT must NOT NULL, a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL, CONSTRAINT loose CHECK (a > 0) NOT ENFORCED, CONSTRAINT mine NOT NULL a NO INHERIT);
      ALTER TABLE v ADD c int; ALTER TABLE v ADD CONSTRAINT c_later NOT NULL c NOT VALID;
      CREATE TABLE heir () INHERITS (v);
      CREATE TABLE bookings (room int, during daterange, PRIMARY KEY (room, during WITHOUT OVERLAPS));
      CREATE TABLE stays (room int, during daterange, FOREIGN KEY (room, PERIOD during) REFERENCES bookings (room, PERIOD during));
      CREATE TABLE target (id int PRIMARY KEY); CREATE TABLE lax (id int REFERENCES target NOT ENFORCED)`,
    )
  })
})
