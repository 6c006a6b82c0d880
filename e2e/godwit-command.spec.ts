import { expect, test } from '@playwright/test'
import { compareDatabases } from '@/testbed/compare'
import type { Difference } from '@/testbed/difference'
import { createSample } from '@/testbed/sample'
import { withClient } from '@/testbed/server'
import { freshDatabase, godwit } from './fixtures/run'

/** What `--json` prints, as far as these tests look at it. */
interface Printed {
  migrationId: string
  state: string
  url: string
  findings: { id: string; severity: string; title: string; acknowledged: boolean }[]
  omitted: { kind: string; identity: string; reason: string }[]
  tables: { source: { schema: string; name: string }; rows: string; quarantined: string; verdict: string }[]
}

const count = (url: string, sql: string) =>
  withClient(url, async (client) =>
    Number((await client.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]?.n),
  )
const objects = (url: string) =>
  count(
    url,
    `pg_class where relnamespace not in (select oid from pg_namespace where nspname like 'pg\\_%' or nspname = 'information_schema')`,
  )

test.describe('godwit migrate', () => {
  test('carries a schema that it has never seen, and names beforehand what it does not carry', async () => {
    test.setTimeout(180_000)
    const [source, target] = [await freshDatabase('railway'), await freshDatabase('railway_copy')]
    await createSample(source)

    const refused = await godwit(['migrate', '--from', source, '--to', target, '--json'])
    expect(refused.code, refused.stderr).toBe(6)
    const planned: Printed = JSON.parse(refused.stdout)
    expect(planned.state).toBe('Ready')
    expect(planned.findings.filter((f) => f.severity === 'warning').length).toBeGreaterThan(0)
    expect(await objects(target)).toBe(0)

    const done = await godwit(['migrate', '--from', source, '--to', target, '--json', '--yes'])
    expect(done.code, done.stderr).toBe(0)
    const printed: Printed = JSON.parse(done.stdout)
    expect(printed.state).toBe('Completed')
    expect(printed.findings.filter((f) => f.severity === 'warning').every((f) => f.acknowledged)).toBe(true)
    expect(printed.tables.every((table) => table.verdict === 'equal' && table.quarantined === '0')).toBe(true)
    expect(printed.omitted).toEqual(planned.omitted)

    const differences = await compareDatabases(source, target, { ignoreSchemas: ['godwit'] })
    expect(differences.filter((difference) => !isNamed(difference, printed.omitted))).toEqual([])
    const loaded = printed.tables.reduce((sum, table) => sum + Number(table.rows), 0)
    expect(loaded).toBeGreaterThan(10_000)
  })

  test('takes only the tables that were asked for', async () => {
    const [source, target] = [await freshDatabase('part'), await freshDatabase('part_copy')]
    await withClient(source, (client) =>
      client.query(
        'create table keep(id int primary key); insert into keep select generate_series(1,100); create table leave(id int)',
      ),
    )
    const done = await godwit([
      'migrate',
      '--from',
      source,
      '--to',
      target,
      '--include',
      'public.k*',
      '--yes',
      '--json',
    ])
    expect(done.code, done.stderr).toBe(0)
    expect(await count(target, 'keep')).toBe(100)
    expect(await count(target, `pg_class where relname = 'leave'`)).toBe(0)
    const none = await godwit(['migrate', '--from', source, '--to', target, '--include', 'public.nope'])
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('public.nope')])
  })

  test('refuses bad input, says what to do, and changes nothing on either side', async () => {
    const [source, target] = [await freshDatabase('bad'), await freshDatabase('bad_copy')]
    await withClient(source, (client) =>
      client.query('create table t(id int primary key); insert into t select generate_series(1,10)'),
    )
    const before = [await objects(source), await objects(target)]
    const migrate = (from: string, to: string, ...more: string[]) =>
      godwit(['migrate', '--from', from, '--to', to, '--yes', ...more])
    const secret = 'pl4nted-s3cret'
    const wrong = new URL(source)
    wrong.password = secret
    const unreachable = new URL(source)
    unreachable.port = '9'

    const cases: [string, { code: number; stderr: string }, number, RegExp][] = [
      ['wrong password', await migrate(wrong.href, target), 1, /password/i],
      ['unreachable host', await migrate(unreachable.href, target), 1, /Nothing answers/],
      ['source = target', await migrate(source, source), 2, /same/i],
      ['not a URL', await migrate('banana', target), 2, /PostgreSQL URL/i],
      ['no lanes', await migrate(source, target, '--threads', '0'), 2, /maxThreads/],
      ['too many lanes', await migrate(source, target, '--threads', '1000000000'), 2, /maxThreads/],
      ['negative batch', await migrate(source, target, '--batch-size', '-1'), 2, /batchSize/],
      ['batch NaN', await migrate(source, target, '--batch-size', 'NaN'), 2, /whole number/],
    ]
    for (const [name, ended, code, said] of cases) {
      expect([name, ended.code, ended.stderr]).toEqual([name, code, expect.stringMatching(said)])
      expect(ended.stderr).not.toContain(secret)
    }
    await withClient(target, (client) => client.query('create table t(id int primary key); insert into t values (1)'))
    const full = await migrate(source, target)
    expect([full.code, full.stderr]).toEqual([6, expect.stringMatching(/not empty|empty/i)])
    expect(await count(target, 't')).toBe(1)
    expect([await objects(source), (await objects(target)) - 2]).toEqual(before)
  })

  test('without a server says that it cannot be reached', async () => {
    const ended = await godwit(['status'], { GODWIT_URL: 'http://127.0.0.1:9', GODWIT_TOKEN: 'gdw_none' })
    expect([ended.code, ended.stderr]).toEqual([7, expect.stringContaining('Is it running?')])
  })

  test('with a token that is not one is not authorised', async () => {
    const ended = await godwit(['status', '--token', 'gdw_0000000000000000000000000000000000000000'])
    expect(ended.code, ended.stderr).toBe(4)
  })

  test('pauses, resumes and cancels from the terminal', async () => {
    test.setTimeout(120_000)
    const [source, target] = [await freshDatabase('slow'), await freshDatabase('slow_copy')]
    await withClient(source, (client) =>
      client.query(
        `create table t(id int primary key, filler text); insert into t select i, repeat(md5(i::text), 8) from generate_series(1, 30000) i`,
      ),
    )
    // About eight megabytes at one a second: there is time to do things to it.
    const running = godwit([
      'migrate',
      '--from',
      source,
      '--to',
      target,
      '--batch-size',
      '1000',
      '--max-bytes-per-second',
      '1000000',
      '--yes',
      '--json',
      '--name',
      'slow one',
    ])
    const id = await test.step('find it', async () => {
      for (;;) {
        const listed = await godwit(['status', '--json'])
        const found = (
          JSON.parse(listed.stdout) as { id: string; name: string; state: string; processedRows: string }[]
        ).find((m) => m.name === 'slow one')
        if (found?.state === 'Running' && found.processedRows !== '0') return found.id
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    })
    const paused = await godwit(['pause', id, '--wait', '--timeout', '20', '--reason', 'lunch'])
    expect([paused.code, paused.stdout]).toEqual([0, expect.stringContaining('Paused')])
    expect((await running).code).toBe(1)
    const resumed = await godwit(['resume', id, '--wait', '--timeout', '20'])
    expect([resumed.code, resumed.stdout]).toEqual([0, expect.stringContaining('Running')])
    const again = await godwit(['start', id])
    expect(again.code, again.stderr).toBe(0)
    const cancelled = await godwit(['cancel', id, '--wait', '--timeout', '20'])
    expect([cancelled.code, cancelled.stdout]).toEqual([0, expect.stringContaining('Cancelled')])
    const late = await godwit(['pause', id])
    expect(late.code, late.stderr).toBe(6)
    const written = await count(target, 't')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(await count(target, 't')).toBe(written)
  })
})

/** Is this difference, or the table or schema that it is about, among the objects that the plan named as left out? */
function isNamed(difference: Difference, omitted: Printed['omitted']): boolean {
  return omitted.some(({ identity }) => identity.includes(difference.object))
}
