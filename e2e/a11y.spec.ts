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

/** Addresses of pages that hold real content: a migration that has run, one that is planned, their connections. */
async function addresses(): Promise<Map<string, string>> {
  const { url, home } = sharedRun()
  const client = createGodwitClient({ url, token: (await readFile(join(home, 'token'), 'utf8')).trim() })
  const [source, target, other] = [
    await freshDatabase('a11y'),
    await freshDatabase('a11y_copy'),
    await freshDatabase('a11y_other'),
  ]
  await withClient(source, (c) =>
    c.query(
      'create table parent(id int primary key); create table child(id int primary key, parent int references parent); insert into parent select generate_series(1, 5000); insert into child select i, i from generate_series(1, 5000) i',
    ),
  )
  const done = await godwit(['migrate', '--from', source, '--to', target, '--yes', '--json'])
  expect(done.code, done.stderr).toBe(0)
  const { url: run } = JSON.parse(done.stdout)
  await withClient(other, (c) =>
    c.query('create unlogged table parent(id int primary key); insert into parent values (1)'),
  )
  const blocked = JSON.parse((await godwit(['migrate', '--from', source, '--to', other, '--json'])).stdout)
  const project = (await client.project.list.query()).find((p) => p.name === 'local')
  const connection = (await client.connection.list.query({ projectId: project?.id ?? '' })).find(
    (c) => c.schema !== null,
  )
  const here = `${url}/projects/${project?.id}`
  return new Map([
    ['projects', `${url}/projects`],
    ['overview', here],
    ['connections', `${here}/connections`],
    ['new connection', `${here}/connections/new`],
    ['connection', `${here}/connections/${connection?.id}`],
    ['schema', `${here}/connections/${connection?.id}/schema`],
    ['migrations', `${here}/migrations`],
    ['wizard', `${here}/migrations/new`],
    ['plan with a blocker', blocked.url],
    ['run', run],
    ['run, tables', `${run}?tab=tables`],
    ['run, errors', `${run}?tab=errors`],
    ['run, timeline', `${run}?tab=timeline`],
    ['run, config', `${run}?tab=config`],
    ['tokens', `${url}/settings/tokens`],
    ['nowhere', `${url}/no/such/page`],
  ])
}

async function audit(page: Page, name: string, address: string): Promise<string[]> {
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
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

let pages: Map<string, string>

// Traces of so many pages cost more than the pages.
test.use({ trace: 'off' })

test.beforeAll(async () => {
  pages = await addresses()
})

for (const [size, viewport] of Object.entries(sizes))
  for (const colorScheme of schemes)
    test(`every page is accessible and fits the screen, ${size} and ${colorScheme}`, async ({ browser }) => {
      test.setTimeout(300_000)
      const { url } = sharedRun()
      const context = await browser.newContext({ viewport, colorScheme })
      const page = await context.newPage()
      const found = await audit(page, `sign in ${size} ${colorScheme}`, `${url}/sign-in`)
      await signIn(page, url, administrator)
      for (const [name, address] of pages) found.push(...(await audit(page, `${name} ${size} ${colorScheme}`, address)))
      await context.close()
      expect(found).toEqual([])
    })
