import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRow } from '@/db/row-seal'
import { migrationErrors } from '@/db/schema/runs'
import type { Plan } from '@/domain/plan/plan'
import { between, cell, run } from './testing/between'
import { Rig } from './testing/rig'

const config = {
  batchSize: 100,
  maxThreads: 2,
  maxRejectedPercent: 10,
  retryPolicy: {
    maxAttempts: 3,
    initialDelayMs: 20,
    backoffFactor: 2,
    maxDelayMs: 200,
    jitter: 0.2,
    horizonMs: 1_800_000,
  },
}

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

const stateOf = async (id: string) => {
  const { state, inReview, stateReason } = await rig.migration(id)
  return { state, inReview, stateReason }
}
const review = { state: 'Paused', inReview: true }

/** 300 people in the source, no rule at all there; `target` is what the target's own table of them asks for. */
const people = `CREATE TABLE people (id int PRIMARY KEY, name text, mail text, age int);
  INSERT INTO people SELECT n, 'name ' || n, 'm' || n || '@x', n % 90 FROM generate_series(1, 300) n;`
const strict = (rules: string) => `CREATE TABLE people (id int PRIMARY KEY, name text, mail text, age int); ${rules}`

/** The plan with one more step before the rows: what the target has of its own, and the planner would not let pass. */
const withStep = (sql: string[]) => (plan: Plan) => {
  const n = Math.max(-1, ...plan.steps.map((step) => step.n)) + 1
  const step = { n, phase: 'before' as const, kind: 'trigger', identity: 'trigger refuse', sql, table: null }
  return { ...plan, steps: [...plan.steps, step] }
}
const refuse = `CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN
    IF NEW.age = 77 THEN RAISE 'no % here', NEW.mail; END IF; RETURN NEW; END $f$`

/** A migration into a stricter target that has run to its end. */
async function moved(
  { source, target }: { source: { url: string }; target: { url: string } },
  rules: string,
  more: Parameters<Rig['ready']>[1] = {},
  steps: string[] = [],
): Promise<string> {
  await run(target, strict(rules))
  const alter = steps.length === 0 ? undefined : withStep(steps)
  const id = await rig.ready({ source: source.url, target: target.url }, { ...config, ...more }, alter)
  await rig.run(id)
  return id
}

describe('rows that the target refuses', () => {
  const refusals = [
    {
      what: 'a NOT NULL',
      rules: 'ALTER TABLE people ALTER name SET NOT NULL',
      spoil: `UPDATE people SET name = NULL WHERE id IN (5, 150, 151)`,
      ids: ['5', '150', '151'],
      sqlstate: '23502',
    },
    {
      what: 'a CHECK',
      rules: 'ALTER TABLE people ADD CONSTRAINT grown CHECK (age >= 0)',
      spoil: 'UPDATE people SET age = -1 WHERE id IN (1, 100, 300)',
      ids: ['1', '100', '300'],
      sqlstate: '23514',
    },
    {
      what: 'a trigger that raises',
      rules: '',
      steps: [
        refuse,
        'CREATE TRIGGER refuse BEFORE INSERT ON public.people FOR EACH ROW EXECUTE FUNCTION public.refuse()',
      ],
      spoil: 'SELECT 1',
      ids: ['77', '167', '257'],
      sqlstate: 'P0001',
    },
    {
      what: 'a constraint trigger that is deferred, and so names no row,',
      rules: '',
      steps: [
        refuse,
        `CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON public.people DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION public.refuse()`,
      ],
      spoil: 'SELECT 1',
      ids: ['77', '167', '257'],
      sqlstate: 'P0001',
    },
    {
      what: 'a foreign key',
      rules: `CREATE TABLE ages (age int PRIMARY KEY); INSERT INTO ages SELECT generate_series(0, 89);
        ALTER TABLE people ADD CONSTRAINT aged FOREIGN KEY (age) REFERENCES ages`,
      spoil: 'UPDATE people SET age = 200 WHERE id IN (42, 242)',
      ids: ['42', '242'],
      sqlstate: '23503',
    },
  ]
  for (const { what, rules, steps, spoil, ids, sqlstate } of refusals)
    it(`by ${what} go into quarantine, and all others land`, async () => {
      await between(people, async (source, target) => {
        await run(source, spoil)
        const id = await moved({ source, target }, rules, {}, steps)
        expect(await stateOf(id)).toMatchObject(review)
        const left = await rig.rejects(id)
        expect(left.map((r) => r.key)).toEqual(ids.map((value) => [['id', value]]))
        expect(left.map((r) => r.sqlstate)).toEqual(ids.map(() => sqlstate))
        expect(await cell(target.url, 'SELECT count(*) FROM people')).toBe(String(300 - ids.length))
        expect(await cell(target.url, `SELECT sum(rows_rejected) FROM godwit.receipt`)).toBe(String(ids.length))
        await rig.tell(id, { type: 'accept', reason: null })
        await rig.execute(id)
        expect(await stateOf(id)).toMatchObject({ state: 'Completed', inReview: false })
        const [completed] = await rig.events(id, 'MigrationCompleted')
        expect(completed?.data).toMatchObject({ rows: String(300 - ids.length), quarantined: ids.length })
      })
    })

  it('clash with each other: of each clash the smallest key stays, whatever chunk landed first', async () => {
    await between(people, async (source, target) => {
      // 20 and 60 within one chunk, 70 and 270 in two, 10 and 110 and 210 in three.
      await run(
        source,
        `UPDATE people SET mail = 'same1' WHERE id IN (20, 60);
        UPDATE people SET mail = 'same2' WHERE id IN (70, 270); UPDATE people SET mail = 'same3' WHERE id IN (10, 110, 210)`,
      )
      const id = await moved({ source, target }, 'CREATE UNIQUE INDEX one_mail ON people (lower(mail))')
      expect(await stateOf(id)).toMatchObject({ ...review, stateReason: expect.stringContaining('4 rows') })
      const left = await rig.rejects(id)
      expect(left.map((r) => r.key[0]?.[1])).toEqual(['60', '110', '210', '270'])
      expect(left[0]).toMatchObject({ sqlstate: '23505', constraintName: 'one_mail' })
      expect(
        await cell(target.url, `SELECT string_agg(id::text, ',' ORDER BY id) FROM people WHERE mail LIKE 'same%'`),
      ).toBe('10,20,70')
    })
  })

  it('clash under an exclusion constraint', async () => {
    await between(people, async (source, target) => {
      const rules = `ALTER TABLE people ADD CONSTRAINT apart EXCLUDE USING gist (int4range(id * 10, id * 10 + age) WITH &&)`
      await run(source, 'UPDATE people SET age = 5; UPDATE people SET age = 15 WHERE id = 30')
      const id = await moved({ source, target }, rules)
      expect((await rig.rejects(id)).map((r) => [r.key[0]?.[1], r.sqlstate, r.constraintName])).toEqual([
        ['31', '23P01', 'apart'],
      ])
      expect(await stateOf(id)).toMatchObject(review)
    })
  })

  it('violate a domain, in a table without a key', async () => {
    const sql = `CREATE TABLE notes (n int, body text); INSERT INTO notes SELECT n, repeat('x', n % 50) FROM generate_series(1, 200) n`
    await between(sql, async (source, target) => {
      await run(source, `CREATE DOMAIN said AS text; ALTER TABLE notes ALTER body TYPE said`)
      await run(source, `DELETE FROM notes WHERE body = ''; UPDATE notes SET body = '' WHERE n IN (7, 190)`)
      const stricter = withStep([`ALTER DOMAIN public.said ADD CHECK (VALUE <> '')`])
      const id = await rig.ready({ source: source.url, target: target.url }, config, stricter)
      await rig.run(id)
      expect(await stateOf(id)).toMatchObject(review)
      const left = await rig.rejects(id)
      expect(left.map((r) => r.key[0]?.[0])).toEqual(['ctid', 'ctid'])
      expect(left.map((r) => r.sqlstate)).toEqual(['23514', '23514'])
    })
  })

  it('point to a row of their own table that was refused', async () => {
    const sql = `CREATE TABLE tree (id int PRIMARY KEY, parent int, name text);
      INSERT INTO tree SELECT n, CASE WHEN n > 1 THEN n / 2 END, 'node ' || n FROM generate_series(1, 100) n;
      UPDATE tree SET name = NULL WHERE id = 25`
    await between(sql, async (source, target) => {
      await run(target, `CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree, name text NOT NULL)`)
      const id = await rig.ready({ source: source.url, target: target.url }, config)
      await rig.run(id)
      expect(await stateOf(id)).toMatchObject(review)
      expect((await rig.rejects(id)).map((r) => [r.key[0]?.[1], r.sqlstate])).toEqual([
        ['25', '23502'],
        ['50', '23503'],
        ['51', '23503'],
        ['100', '23503'],
      ])
    })
  })

  it('are sealed: their values stand in no event, no error and no row of either database', async () => {
    await between(people, async (source, target) => {
      await run(source, `UPDATE people SET age = -1, name = 'a secret name' WHERE id = 9`)
      const id = await moved({ source, target }, 'ALTER TABLE people ADD CONSTRAINT grown CHECK (age >= 0)')
      const [row] = await rig.rejects(id)
      const opened = await openRow({ sealed: row?.image ?? '', migrationId: id }, rig.ports.encryptionKeys)
      expect(opened).toMatchObject({
        ok: true,
        value: expect.arrayContaining([{ name: 'name', value: 'a secret name' }]),
      })
      const { db } = rig.database
      const errors = await db.select().from(migrationErrors).where(eq(migrationErrors.migrationId, id))
      expect(JSON.stringify([row, errors, await rig.events(id)])).not.toContain('secret name')
      expect(await cell(target.url, `SELECT string_agg(j::text, ' ') FROM godwit.reject j`)).not.toContain(
        'secret name',
      )
      expect(errors).toMatchObject([{ class: 'row', sqlstate: '23514', count: expect.any(Number) }])
      expect(await rig.events(id, 'RowsQuarantined')).toMatchObject([{ data: { rows: 1, sqlstates: ['23514'] } }])
    })
  })
})

describe('a table over its budget', () => {
  it('stops, and the others go on', async () => {
    await between(`${people} CREATE TABLE other AS SELECT * FROM people`, async (source, target) => {
      await run(source, 'UPDATE people SET age = -1 WHERE id % 20 = 0')
      const id = await moved({ source, target }, 'ALTER TABLE people ADD CHECK (age >= 0)', { maxRejectedRows: 4 })
      const { state, stateReason } = await stateOf(id)
      expect(state).toBe('Failed')
      expect(stateReason).toMatch(/1 of 2 tables failed.*more rows of this table than it may lose/)
      expect(await cell(target.url, 'SELECT count(*) FROM other')).toBe('300')
    })
  })

  it('stops where more than half of a chunk is bad, and finds that out soon', async () => {
    await between(people, async (source, target) => {
      const id = await moved({ source, target }, 'ALTER TABLE people ADD CHECK (id < 0)', {
        maxRejectedRows: 1_000,
        maxRejectedPercent: 100,
      })
      expect((await stateOf(id)).stateReason).toMatch(/more than half of a chunk/)
      expect(await cell(target.url, 'SELECT count(*) FROM people')).toBe('0')
    })
  })
})

describe('the equation', () => {
  it('does not hold with a reject taken away by hand', async () => {
    await between(people, async (source, target) => {
      await run(source, 'UPDATE people SET age = -1 WHERE id IN (9, 99)')
      const id = await moved({ source, target }, 'ALTER TABLE people ADD CHECK (age >= 0)')
      await run(target, 'DELETE FROM godwit.reject WHERE ctid = (SELECT ctid FROM godwit.reject LIMIT 1)')
      await rig.tell(id, { type: 'accept', reason: null })
      await rig.execute(id)
      const { state, stateReason } = await stateOf(id)
      expect(state).toBe('Failed')
      expect(stateReason).toMatch(/2 rows did not land, but 1 of them/)
    })
  })

  it('does not hold with a row of the target taken away by hand', async () => {
    await between(people, async (source, target) => {
      await run(source, 'UPDATE people SET age = -1 WHERE id = 9')
      const id = await moved({ source, target }, 'ALTER TABLE people ADD CHECK (age >= 0)')
      await run(target, 'DELETE FROM people WHERE id = 10')
      await rig.tell(id, { type: 'accept', reason: null })
      await rig.execute(id)
      expect(await stateOf(id)).toMatchObject({
        state: 'Failed',
        stateReason: expect.stringContaining('the target has 298'),
      })
    })
  })
})
