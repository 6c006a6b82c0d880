import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WriteChoice } from '@/domain/plan/write-mode'
import type { TestDatabase } from '@/testbed/test-database'
import { between, cell, run } from './testing/between'
import { Rig } from './testing/rig'

const tables = `
  CREATE TABLE parents (id int PRIMARY KEY, heir int, name text);
  CREATE TABLE children (id int PRIMARY KEY, parent int, name text)`
const keys = `
  ALTER TABLE parents ADD CONSTRAINT has_heir FOREIGN KEY (heir) REFERENCES children (id);
  ALTER TABLE children ADD CONSTRAINT has_parent FOREIGN KEY (parent) REFERENCES parents (id)`
const rows = `
  INSERT INTO parents SELECT n, 3001 - n, repeat('parent ', 30) || n FROM generate_series(1, 3000) n;
  INSERT INTO children SELECT n, 3001 - n, repeat('child ', 30) || n FROM generate_series(1, 3000) n; ANALYZE`
/** Each copied row would be shouted, and counted. */
const triggers = `
  CREATE TABLE counted (n int);
  CREATE FUNCTION count_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.counted VALUES (1); RETURN NEW; END $$;
  CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name = upper(NEW.name); RETURN NEW; END $$`

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

async function migrated(source: TestDatabase, target: TestDatabase, choice: WriteChoice) {
  const ends = { source: source.url, target: target.url }
  const id = await rig.ready(ends, { batchSize: 120 }, undefined, { all: choice, tables: [] })
  await rig.run(id)
  const { state, stateReason } = await rig.migration(id)
  return { id, state, stateReason }
}

describe('triggers of a table that exists', () => {
  it('stay silent where that was chosen, also while it is emptied, and circles of foreign keys are checked after the rows', async () => {
    await between(`${tables}; ${rows}`, async (source, target) => {
      await run(
        target,
        `${tables}; ${keys}; ${triggers};
         CREATE TRIGGER shout BEFORE INSERT ON children FOR EACH ROW EXECUTE FUNCTION shout();
         CREATE TRIGGER emptied BEFORE TRUNCATE ON children EXECUTE FUNCTION count_it()`,
      )
      const { id, ...end } = await migrated(source, target, { mode: 'truncate', triggers: 'replica' })
      expect(end).toEqual({ state: 'Completed', stateReason: null })
      expect((await rig.tasks(id)).map((task) => task.verdict)).toEqual(['equal', 'equal'])
      expect(await cell(target.url, `SELECT count(*) FROM children WHERE name = upper(name)`)).toBe('0')
      expect(await cell(target.url, 'SELECT count(*) FROM counted')).toBe('0')
      const checked = `SELECT string_agg(relation, ', ' ORDER BY relation) FROM godwit.receipt WHERE relation LIKE 'reference-check%'`
      expect(await cell(target.url, checked)).toBe(
        'reference-check "has_heir" on public.parents, reference-check "has_parent" on public.children',
      )
    })
  })

  it('stay silent also while rows are taken back, in a circle of foreign keys, and rows of others keep their parents', async () => {
    await between(`${tables}; ${rows}`, async (source, target) => {
      await run(target, `${tables}; ${keys}; CREATE TABLE visits (child int REFERENCES children); ${triggers}`)
      await run(target, `CREATE TRIGGER gone AFTER DELETE ON children FOR EACH ROW EXECUTE FUNCTION count_it()`)
      const ends = { source: source.url, target: target.url }
      const config = { batchSize: 100, maxBytesPerSecond: 60_000, maxThreads: 2 }
      const write = { all: { mode: 'append' as const, triggers: 'replica' as const }, tables: [] }
      const id = await rig.ready(ends, config, undefined, write)
      await rig.start(id)
      const job = rig.execute(id)
      const landed = async () => (await rig.chunks(id).catch(() => [])).filter((chunk) => chunk.state === 'landed')
      await rig.until(async () => (await landed()).length > 1)
      await run(target, 'INSERT INTO visits SELECT min(id) FROM children')
      const keeper = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'godwit keeper%'`
      await run(source, `UPDATE children SET name = name || '!'; UPDATE parents SET name = name || '!'`)
      await run(source, keeper)
      await rig.tell(id, { type: 'updateConfig', patch: { maxBytesPerSecond: null }, configVersion: null })
      await job
      const { state, stateReason } = await rig.migration(id)
      expect({ state, stateReason }).toEqual({ state: 'Completed', stateReason: null })
      const replaced = (await rig.events(id)).find((event) => event.type === 'SnapshotReplaced')
      expect(Number(replaced?.data.rowsRemoved)).toBeGreaterThan(0)
      expect(await cell(target.url, `SELECT count(*) FROM children WHERE name LIKE '%!'`)).toBe('3000')
      expect(await cell(target.url, 'SELECT count(*) FROM counted')).toBe('0')
      expect(await cell(target.url, 'SELECT count(*) FROM visits JOIN children ON id = child')).toBe('1')
    })
  })

  it('fail the table, by name, whose rows point to nothing, and leave rows of others out of it', async () => {
    await between(
      `${tables}; ${rows}; UPDATE children SET parent = 9000 WHERE id IN (3, 4)`,
      async (source, target) => {
        await run(target, `${tables}; INSERT INTO children VALUES (7000, 8000, 'theirs')`)
        await run(
          target,
          keys.replace(
            'ALTER TABLE children ADD CONSTRAINT has_parent FOREIGN KEY (parent) REFERENCES parents (id)',
            `
        ALTER TABLE children ADD CONSTRAINT has_parent FOREIGN KEY (parent) REFERENCES parents (id) NOT VALID`,
          ),
        )
        const { state, stateReason } = await migrated(source, target, { mode: 'append', triggers: 'replica' })
        expect(state).toBe('Failed')
        expect(stateReason).toMatch(
          /1 of 2 tables failed\. public\.children: .*In public\.children 2 rows point to rows that are not there, by the foreign key has_parent/,
        )
      },
    )
  })

  it('fire where that was chosen; a table whose rows they change is not called equal', async () => {
    await between(`${tables}; ${rows}`, async (source, target) => {
      await run(
        target,
        `${tables}; ${triggers};
         CREATE TRIGGER count_it AFTER INSERT ON parents FOR EACH ROW EXECUTE FUNCTION count_it();
         CREATE TRIGGER shout BEFORE INSERT ON children FOR EACH ROW EXECUTE FUNCTION shout()`,
      )
      const { id, state, stateReason } = await migrated(source, target, { mode: 'append', triggers: 'let-fire' })
      expect(await cell(target.url, 'SELECT count(*) FROM counted')).toBe('3000')
      expect(state).toBe('Failed')
      expect(stateReason).toMatch(/1 of 2 tables failed\. public\.children: .*differ/)
      const verdicts = (await rig.tasks(id)).map((task) => task.verdict).sort()
      expect(verdicts).toEqual(['different', 'equal'])
    })
  })
})
