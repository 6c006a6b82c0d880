import { afterAll, beforeAll, expect, it } from 'vitest'
import { withClient } from '@/testbed/server'
import { between, cell } from './testing/between'
import { Rig } from './testing/rig'

/** Above the size from which several lanes digest a table of the target. */
const large = `CREATE TABLE t (id int PRIMARY KEY, body text STORAGE PLAIN);
  INSERT INTO t SELECT n, repeat(md5(n::text), 60) FROM generate_series(1, 40000) n; ANALYZE`
const onlyTable = 'CREATE TABLE t (id int PRIMARY KEY, body text STORAGE PLAIN)'

let rig: Rig
beforeAll(async () => {
  rig = await Rig.open()
})
afterAll(() => rig.close())

it('a table that several lanes digest together is proved, and its statistics are taken once', async () => {
  await between(large, async (source, target) => {
    await withClient(target.url, (client) => client.query(onlyTable))
    const id = await rig.ready({ source: source.url, target: target.url }, { maxThreads: 3 })
    await rig.run(id)
    expect((await rig.migration(id)).state).toBe('Completed')
    const [task] = await rig.tasks(id)
    expect(task).toMatchObject({ state: 'done', verdict: 'equal', targetDigest: task?.sourceDigest })
    expect(task?.targetDigest).toMatch(/^v1:40000:/)
    expect(await cell(target.url, `SELECT count(*) FROM godwit.receipt WHERE kind = 'analyze'`)).toBe('1')
    expect(await cell(target.url, `SELECT reltuples FROM pg_class WHERE oid = 'public.t'::regclass`)).toBe('40000')
    const types = (await rig.events(id)).map(({ type }) => type)
    expect(types.filter((type) => type === 'TableCompleted')).toHaveLength(1)
  })
})

it.each([1, 20_000, 40_000])(
  'a value that the target changed is seen wherever it lies (row %i of 40000)',
  async (row) => {
    await between(large, async (source, target) => {
      await withClient(target.url, (client) =>
        client.query(`${onlyTable};
        CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.body := 'x' || NEW.body; RETURN NEW; END $$;
        CREATE TRIGGER spoil BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.id = ${row}) EXECUTE FUNCTION spoil()`),
      )
      const ends = { source: source.url, target: target.url }
      const id = await rig.ready(ends, { maxThreads: 2 }, (plan) => plan, {
        tables: [],
        all: { mode: 'fail-if-not-empty', triggers: 'let-fire' },
      })
      await rig.run(id)
      expect((await rig.migration(id)).state).toBe('Failed')
      expect((await rig.tasks(id))[0]?.verdict).toBe('different')
    })
  },
)
