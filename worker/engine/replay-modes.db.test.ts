import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealRow } from '@/db/row-seal'
import type { WriteChoice } from '@/domain/plan/write-mode'
import type { TestDatabase } from '@/testbed/test-database'
import { replayJob } from '../jobs/replay'
import { between, cell, run } from './testing/between'
import { Rig } from './testing/rig'

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

/** Asks for the row of this key with new values, has it replayed, and answers what became of it. */
async function replayed(id: string, key: number, values: Record<string, string | null>) {
  const of = async () => (await rig.rejects(id)).find((row) => row.key[0]?.[1] === String(key))
  const columns = Object.entries(values).map(([name, value]) => ({ name, value }))
  const fix = await sealRow({ columns, migrationId: id }, rig.ports.encryptionKeys)
  const rejectId = (await of())?.id ?? ''
  await rig.tell(id, { type: 'replayReject', rejectId, columns: Object.keys(values), fix, reason: null })
  await replayJob(rig.ports, { migrationId: id, signal: new AbortController().signal })
  return of()
}

/** A run in review, into tables that exist. */
async function inReview(source: TestDatabase, target: TestDatabase, choice: WriteChoice): Promise<string> {
  const ends = { source: source.url, target: target.url }
  const config = { batchSize: 100, maxThreads: 2, maxRejectedPercent: 10 }
  const id = await rig.ready(ends, config, undefined, { all: choice, tables: [] })
  await rig.run(id)
  expect(await rig.migration(id)).toMatchObject({ state: 'Paused', inReview: true })
  return id
}

async function accepted(id: string) {
  await rig.tell(id, { type: 'accept', reason: null })
  await rig.execute(id)
  const { state, stateReason } = await rig.migration(id)
  return { state, stateReason, verdicts: (await rig.tasks(id)).map((task) => task.verdict) }
}

const table = 'CREATE TABLE people (id int PRIMARY KEY, name text, age int'
const people = `${table}); INSERT INTO people SELECT n, 'name ' || n, n FROM generate_series(1, 300) n`

describe('a replay into a table whose rows are replaced', () => {
  it('replaces the row of its key, keeps what was there, and the equation holds with it', async () => {
    await between(`${people}; UPDATE people SET age = -1 WHERE id IN (9, 209)`, async (source, target) => {
      await run(
        target,
        `${table}, stamp text DEFAULT 'new', CONSTRAINT grown CHECK (age >= 0));
         INSERT INTO people VALUES (9, 'theirs', 90, 'old'), (400, 'theirs', 91, 'old')`,
      )
      const id = await inReview(source, target, { mode: 'upsert' })
      expect(await cell(target.url, 'SELECT name FROM people WHERE id = 9')).toBe('theirs')
      expect(await replayed(id, 9, { age: '33' })).toMatchObject({ state: 'replayed' })
      expect(await cell(target.url, `SELECT name || ' ' || age || ' ' || stamp FROM people WHERE id = 9`)).toBe(
        'name 9 33 old',
      )
      expect(await cell(target.url, `SELECT string_agg(image, '; ') FROM godwit.before`)).toBe('(9,theirs,90,old)')
      expect(await replayed(id, 209, { age: '34' })).toMatchObject({ state: 'replayed' })
      expect(await accepted(id)).toEqual({ state: 'Completed', stateReason: null, verdicts: ['equal'] })
      expect(await cell(target.url, 'SELECT count(*) FROM people')).toBe('301')
    })
  })

  it('under the key of another row that was migrated is refused, and that one stays', async () => {
    await between(`${people}; UPDATE people SET age = -1 WHERE id = 9`, async (source, target) => {
      await run(target, `${table} CONSTRAINT grown CHECK (age >= 0)); INSERT INTO people VALUES (9, 'theirs', 90)`)
      const id = await inReview(source, target, { mode: 'upsert' })
      expect(await replayed(id, 9, { id: '10', age: '33' })).toMatchObject({ state: 'open', refusalSqlstate: '23505' })
      expect(await cell(target.url, 'SELECT name FROM people WHERE id = 10')).toBe('name 10')
      expect(await cell(target.url, 'SELECT count(*) FROM godwit.before')).toBe('0')
      expect(await accepted(id)).toMatchObject({ state: 'Completed' })
    })
  })
})

const families = `
  CREATE TABLE parents (id int PRIMARY KEY, code int UNIQUE, CONSTRAINT coded CHECK (code > 0));
  CREATE TABLE children (id int PRIMARY KEY, parent int, age int CONSTRAINT grown CHECK (age >= 0))`
const grownUp = `INSERT INTO parents SELECT n, n FROM generate_series(1, 100) n;
  INSERT INTO children SELECT n, n, n FROM generate_series(1, 100) n`
const silent = `
  ALTER TABLE children ADD CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parents (id);
  CREATE TABLE counted (n int);
  CREATE FUNCTION count_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.counted VALUES (1); RETURN NEW; END $$;
  CREATE TRIGGER count_it BEFORE INSERT OR UPDATE ON children FOR EACH ROW EXECUTE FUNCTION count_it();
  CREATE TRIGGER count_it BEFORE INSERT OR UPDATE ON parents FOR EACH ROW EXECUTE FUNCTION count_it()`

describe('a replay into a table whose triggers stay silent', () => {
  it('fires none, and is refused where the row points nowhere', async () => {
    const spoiled = `${families.replace('age >= 0', 'true')}; ${grownUp}; UPDATE children SET age = -1 WHERE id = 9`
    await between(spoiled, async (source, target) => {
      await run(target, `${families}; ${silent}`)
      const id = await inReview(source, target, { mode: 'append', triggers: 'replica' })
      expect(await replayed(id, 9, { age: '1', parent: '777' })).toMatchObject({
        state: 'open',
        refusalSqlstate: '23503',
      })
      expect(await cell(target.url, 'SELECT count(*) FROM children WHERE id = 9')).toBe('0')
      expect(await replayed(id, 9, { age: '1', parent: '8' })).toMatchObject({ state: 'replayed' })
      expect(await cell(target.url, 'SELECT parent FROM children WHERE id = 9')).toBe('8')
      expect(await cell(target.url, 'SELECT count(*) FROM counted')).toBe('0')
      expect(await accepted(id)).toMatchObject({ state: 'Completed', verdicts: ['equal', 'equal'] })
    })
  })

  it('does not take a row away from under those that point to it', async () => {
    const spoiled = `${families.replace('code > 0', 'true')}; ${grownUp}; UPDATE parents SET code = -9 WHERE id = 9`
    await between(spoiled, async (source, target) => {
      const visits = 'CREATE TABLE visits (code int REFERENCES parents (code))'
      await run(target, `${families}; ${silent}; ${visits}; INSERT INTO parents VALUES (9, 900)`)
      await run(target, 'INSERT INTO visits VALUES (900); TRUNCATE counted')
      const id = await inReview(source, target, { mode: 'upsert', triggers: 'replica' })
      expect(await replayed(id, 9, { code: '901' })).toMatchObject({ state: 'open', refusalSqlstate: '23503' })
      expect(await cell(target.url, 'SELECT code FROM parents WHERE id = 9')).toBe('900')
      expect(await replayed(id, 9, { code: '900' })).toMatchObject({ state: 'replayed' })
      expect(await cell(target.url, 'SELECT count(*) FROM counted')).toBe('0')
      expect(await accepted(id)).toMatchObject({ state: 'Completed', verdicts: ['equal', 'equal'] })
    })
  })
})
