import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { createTestDatabase, type TestDatabase } from '@/testbed/test-database'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

const config = { batchSize: 3, maxThreads: 2 }
const content = { ignoreSchemas: ['godwit'], kinds: ['rows', 'position'], rowsPerTable: 0 } as const

async function encoded(encoding: string, sql: string, test: (from: TestDatabase, to: TestDatabase) => Promise<void>) {
  const source = await createTestDatabase({ encoding })
  const target = await createTestDatabase()
  await withClient(source.url, (client) => client.query(sql))
  await test(source, target)
  await source.drop()
  await target.drop()
}

describe('a source that stores text as LATIN1', () => {
  it('arrives whole, names included', async () => {
    const sql = `CREATE TYPE "größe" AS ENUM ('groß', 'größer');
      CREATE TABLE "Käse" ("schlüssel" varchar(9) PRIMARY KEY, t text DEFAULT 'ä', c char(4), n name, e "größe", j jsonb, x xml, v tsvector, a text[], b bytea, i int);
      INSERT INTO "Käse" SELECT chr(192 + n) || n, 'öÿ', 'é', 'ü', 'groß', '{"ä": "ß"}', '<ä>ö</ä>', 'straße', '{ç,Ø}', '\\xe4', n FROM generate_series(1, 9) n;
      COMMENT ON TABLE "Käse" IS 'läuft'; CREATE VIEW "Ansicht ü" AS SELECT 'ä' || t AS "é" FROM "Käse"; CREATE INDEX ON "Käse" (upper(t)) WHERE t <> 'Ä'`
    await encoded('LATIN1', sql, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.run(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Completed', stateReason: null })
      expect(await compareDatabases(source.url, target.url, { ignoreSchemas: ['godwit'] })).toEqual([])
    })
  })
})

describe('a source that does not know the encoding of its text', () => {
  it('is warned of; what is UTF8 arrives, and a table with other bytes does not stop the others', async () => {
    const sql = `CREATE TABLE good (id int PRIMARY KEY, t text); INSERT INTO good VALUES (1, 'ä'), (2, 'b');
      CREATE TABLE last (id int PRIMARY KEY); INSERT INTO last VALUES (1);
      CREATE TABLE bad (id int PRIMARY KEY, t text); INSERT INTO bad VALUES (1, E'\\xe4')`
    await encoded('SQL_ASCII', sql, async (source, target) => {
      const id = await rig.draft({ source: source.url, target: target.url }, config)
      const plan = await rig.plan(id)
      expect(plan.findings.find((finding) => finding.id === 'encoding:source')?.severity).toBe('warning')
      await rig.run(id)
      expect((await rig.migration(id)).state).not.toBe('Completed')
      const only = { ...content, tables: ['public.good', 'public.last'] }
      expect(await compareDatabases(source.url, target.url, only)).toEqual([])
    })
  })
})

describe('a foreign key that is marked valid and violated', () => {
  it('sends the row that points nowhere into quarantine, and every other row arrives', async () => {
    const sql = `CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent);
      CREATE TABLE other (id int PRIMARY KEY, parent int REFERENCES parent); INSERT INTO parent VALUES (1);
      INSERT INTO other VALUES (1, 1); SET session_replication_role = replica; INSERT INTO child VALUES (1, 1), (2, 99)`
    await between(sql, async (source, target) => {
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.run(id)
      expect(await rig.migration(id)).toMatchObject({ state: 'Paused', inReview: true })
      const only = { ...content, tables: ['public.parent', 'public.other'] }
      expect(await compareDatabases(source.url, target.url, only)).toEqual([])
      expect(await cell(target.url, `SELECT string_agg(id::text, ',') FROM child`)).toBe('1')
      expect(await cell(target.url, `SELECT key::text FROM godwit.reject`)).toContain('2')
    })
  })
})

describe('values that name objects', () => {
  it('are warned of, and a name that the target lacks stops its table alone', async () => {
    const sql = `CREATE VIEW v AS SELECT 1 AS one; CREATE TABLE names (id int PRIMARY KEY, r regclass); INSERT INTO names VALUES (1, 'v');
      CREATE TABLE tables (id int PRIMARY KEY, r regclass, t regtype[]); INSERT INTO tables VALUES (1, 'names', '{names,int}')`
    await between(sql, async (source, target) => {
      const id = await rig.draft({ source: source.url, target: target.url }, config)
      const plan = await rig.plan(id)
      expect(plan.findings.find((finding) => finding.id === 'object-names')?.evidence).toContain('public.names."r"')
      await rig.run(id)
      expect((await rig.migration(id)).state).not.toBe('Completed')
      expect(await compareDatabases(source.url, target.url, { ...content, tables: ['public.tables'] })).toEqual([])
    })
  })
})
