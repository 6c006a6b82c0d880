import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runs, tasks } from '@/db/schema/runs'
import { withClient } from '@/testbed/server'
import { createTestDatabase, sharedServer } from '@/testbed/test-database'
import { type GodwitRig, godwitRig, must, open } from '../testing/godwit-rig'
import { planJob } from './plan'
import { runJob } from './run'

let rig: GodwitRig
beforeAll(async () => {
  rig = await godwitRig()
})
afterAll(() => rig.database.drop())

const query = (url: string, sql: string) => withClient(url, async (client) => (await client.query(sql)).rows)
const role = () => sharedServer().createRole(`r_${randomBytes(4).toString('hex')}`)

const source = `
  CREATE TABLE regions (id int PRIMARY KEY, name varchar(20) NOT NULL);
  CREATE TABLE staff (id int PRIMARY KEY, boss int, region int, pay numeric(8,2));
  CREATE TABLE visits (id serial PRIMARY KEY, staff int, at timestamptz);
  CREATE TABLE notes (line text);
  INSERT INTO regions SELECT n, 'region ' || n FROM generate_series(1, 10) n;
  INSERT INTO staff SELECT n, 2001 - n, n % 10 + 1, n / 3.0 FROM generate_series(1, 2000) n;
  INSERT INTO visits (staff, at) SELECT n % 2000 + 1, 'epoch'::timestamptz + n * interval '1.000001 s' FROM generate_series(1, 6000) n;
  INSERT INTO notes SELECT 'note ' || n FROM generate_series(1, 100) n;
  ANALYZE`
/** Wider here and there, with foreign keys that are checked while rows arrive, and without the table of notes. */
const target = `
  CREATE TABLE regions (id bigint PRIMARY KEY, name text NOT NULL);
  CREATE TABLE staff (id int PRIMARY KEY, boss int REFERENCES staff, region bigint REFERENCES regions, pay numeric(12,4), extra text);
  CREATE TABLE visits (id serial PRIMARY KEY, staff int REFERENCES staff, at timestamptz)`
/** The values of each table as text: int and bigint, numeric of another scale count as equal where the values are. */
const contents = [
  'SELECT id::text, name FROM regions ORDER BY regions.id',
  'SELECT id::text, boss, region::text, round(pay, 2) AS pay FROM staff ORDER BY staff.id',
  'SELECT id, staff, at::text FROM visits ORDER BY id',
]

it('fills existing tables and makes the others, for roles that may do just that', async () => {
  const [from, to] = [await createTestDatabase(), await createTestDatabase()]
  await query(from.url, source)
  await query(to.url, target)
  const [reader, loader] = [await role(), await role()]
  await query(
    from.url,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader.name}; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${reader.name}`,
  )

  const ends = { source: await rig.connect(from.as(reader)), target: await rig.connect(to.as(loader)) }
  const id = await rig.draft({ ...ends, config: { batchSize: 500, maxThreads: 3 } })
  const plan = async () => {
    await rig.tell(id, { type: 'plan' })
    await planJob(rig.ports, { migrationId: id, signal: new AbortController().signal })
    return must(await rig.plan(id))
  }
  // The plan names the rights that are missing; with exactly these it has no blockers any more.
  const grants = open(await plan()).flatMap(({ severity, sql }) => (severity === 'blocker' ? [sql] : []))
  expect(grants.length).toBeGreaterThan(0)
  await query(to.url, grants.join('\n'))
  const made = await plan()
  expect(open(made).map((finding) => finding.id)).toEqual(['column-extra:public.staff."extra"'])
  expect(
    made.tasks.map(({ source: { name }, effect, level, chunking, format }) => [
      name,
      effect,
      level,
      chunking.kind,
      format,
    ]),
  ).toEqual([
    ['notes', 'create', 0, 'ctid', 'binary'],
    ['regions', 'fill', 0, 'key', 'text'],
    ['staff', 'fill', 1, 'whole', 'text'],
    ['visits', 'fill', 2, 'key', 'binary'],
  ])

  const findingIds = open(made).map((finding) => finding.id)
  await rig.tell(id, { type: 'acknowledge', planHash: made.hash, findingIds })
  await rig.tell(id, { type: 'start', planHash: made.hash, reason: null })
  await runJob(rig.ports, { migrationId: id, signal: new AbortController().signal })
  expect(await rig.migration(id)).toMatchObject({ state: 'Completed', stateReason: null })
  const [run] = await rig.database.db.select().from(runs).where(eq(runs.migrationId, id))
  const verdicts = await rig.database.db
    .select({ verdict: tasks.verdict })
    .from(tasks)
    .where(eq(tasks.runId, must(run).id))
  expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['equal']))
  for (const sql of contents) expect(await query(to.url, sql)).toEqual(await query(from.url, sql))
  const [next] = await query(to.url, "SELECT nextval('visits_id_seq')::text AS n")
  expect(next).toEqual({ n: '6001' })
  await query(from.url, `DROP OWNED BY ${reader.name}`)
  await query(to.url, `DROP OWNED BY ${loader.name}`)
  await from.drop()
  await to.drop()
})
