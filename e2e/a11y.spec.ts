import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { createGodwitClient } from '@/client/create-client'
import { withClient } from '@/testbed/server'
import { freshDatabase, godwit, sharedRun } from './fixtures/run'
import { administrator } from './fixtures/server'
import { signIn } from './pages/first-steps'

const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } }
const schemes = ['light', 'dark'] as const

/** A page, or a state of one: what a person does after opening it. A state without an address is looked at where the one before stands. */
interface Place {
  readonly address?: string
  readonly reach?: (page: Page) => Promise<void>
}

const pressed = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
}

const client = async () => {
  const { url, home } = sharedRun()
  return createGodwitClient({ url, token: (await readFile(join(home, 'token'), 'utf8')).trim() })
}

/** Migrates between two fresh databases and answers the migration's address. */
async function migrated(label: string, there: string, here: string, args: readonly string[] = []): Promise<string> {
  const [source, target] = [await freshDatabase(label), await freshDatabase(`${label}_copy`)]
  await withClient(source, (c) => c.query(there))
  if (here !== '') await withClient(target, (c) => c.query(here))
  const ended = await godwit(['migrate', '--from', source, '--to', target, ...args, '--json'])
  try {
    return JSON.parse(ended.stdout).url
  } catch (cause) {
    throw new Error(`godwit ended with ${ended.code}: ${ended.stderr}`, { cause })
  }
}

const family = `create table parent(id int primary key); create table child(id int primary key, parent int references parent);
  insert into parent select generate_series(1, 5000); insert into child select i, i from generate_series(1, 5000) i; analyze`
const payments = (rows: number) => `create table payments(id int primary key, payer text, cents int, due date);
  insert into payments select i, 'payer ' || i, i, '2026-01-01' from generate_series(1, 500) i;
  update payments set cents = -cents, payer = E'zero\\u200bwidth ' where id <= ${rows};
  update payments set payer = null where id between 400 and 401; analyze`
const strict = 'create table payments(id int primary key, payer text not null, cents int check (cents > 0), due date)'
/** Whatever a plan asks a person about: rows that are there, a trigger, a narrower column. */
const occupied = `create table parent(id smallint primary key); insert into parent values (1);
  create table child(id int primary key, parent int); insert into child values (1, 1);
  create function touch() returns trigger language plpgsql as 'begin return new; end';
  create trigger touch before insert on child for each row execute function touch()`

/** Pages and states that hold real content: migrations that ran, failed, wait for review, are planned; their connections. */
async function places(): Promise<Map<string, Place>> {
  const { url } = sharedRun()
  const run = await migrated('a11y', family, '', ['--yes'])
  const review = await migrated('a11y_review', payments(3), strict, ['--yes'])
  const failed = await migrated('a11y_failed', payments(300), strict, ['--yes'])
  const asked = await migrated('a11y_asked', family, occupied)
  const { project: projects, connection: connections } = await client()
  const project = (await projects.list.query()).find((p) => p.name === 'local')
  const all = await connections.list.query({ projectId: project?.id ?? '' })
  const connection = all.find((c) => c.schema !== null)
  const here = `${url}/projects/${project?.id}`
  return new Map<string, Place>([
    ['projects', { address: `${url}/projects` }],
    ['overview', { address: here }],
    ['connections', { address: `${here}/connections` }],
    ['new connection', { address: `${here}/connections/new` }],
    ['connection', { address: `${here}/connections/${connection?.id}` }],
    ['schema', { address: `${here}/connections/${connection?.id}/schema` }],
    ['migrations', { address: `${here}/migrations` }],
    ['wizard', { address: `${here}/migrations/new` }],
    ['wizard, config', { address: `${here}/migrations/new?step=config&source=${all[0]?.id}&target=${all[1]?.id}` }],
    [
      'plan that asks',
      {
        address: asked,
        reach: async (page) => {
          await page.getByRole('radio', { name: 'Upsert' }).first().check()
          await page.getByRole('textbox', { name: /^Why it may be so/ }).fill('it is a month')
        },
      },
    ],
    ['way of writing', { reach: pressed(/^Change…/) }],
    ['run', { address: run }],
    ['run, tables', { address: `${run}?tab=tables` }],
    ['run, timeline', { address: `${run}?tab=timeline` }],
    ['review', { address: review }],
    ['live settings', { address: `${review}?tab=config` }],
    ['chunk', { address: `${review}?tab=tables&chunk=1.1` }],
    ['quarantine', { address: `${review}?tab=errors` }],
    [
      'fix',
      {
        reach: async (page) => {
          await page.getByRole('button', { name: 'Show rows' }).first().click()
          await pressed(/^Edit and replay/)(page)
        },
      },
    ],
    ['failed', { address: `${failed}?tab=errors` }],
    ['retry', { reach: pressed('Retry…') }],
    ['tokens', { address: `${url}/settings/tokens` }],
    ['nowhere', { address: `${url}/no/such/page` }],
  ])
}

async function audit(page: Page, name: string, { address, reach }: Place): Promise<string[]> {
  if (address !== undefined) {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await reach?.(page)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  const folder = process.env.GODWIT_SCREENSHOTS
  if (folder !== undefined)
    await page.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true })
  return [
    ...violations.map(
      (v) => `${name}: ${v.id}: ${v.help}: ${v.nodes.map((node) => node.target.join(' ')).join(' | ')}`,
    ),
    ...(overflow > 0 ? [`${name}: ${overflow} px wider than the screen`] : []),
  ]
}

let pages: Map<string, Place>

// Traces of so many pages cost more than the pages.
test.use({ trace: 'off' })

test.beforeAll(async () => {
  pages = await places()
})

for (const [size, viewport] of Object.entries(sizes))
  for (const colorScheme of schemes)
    test(`every page and state is accessible and fits the screen, ${size} and ${colorScheme}`, async ({ browser }) => {
      test.setTimeout(180_000)
      const { url } = sharedRun()
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      const found = await audit(page, `sign in ${size} ${colorScheme}`, { address: `${url}/sign-in` })
      await signIn(page, url, administrator)
      for (const [name, place] of pages) found.push(...(await audit(page, `${name} ${size} ${colorScheme}`, place)))
      await context.close()
      expect(found).toEqual([])
    })
