import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { compareDatabases } from '@/testbed/compare'
import { withClient } from '@/testbed/server'
import { look } from './fixtures/look'
import { type Product, startProduct } from './fixtures/product'
import { freshDatabase } from './fixtures/run'
import { administrator } from './fixtures/server'
import { newConnection, newProject, setUp } from './pages/first-steps'
import { planMigration } from './pages/wizard'

const rows = 40_000
let product: Product

// One that nobody has set up yet.
test.beforeAll(async () => {
  product = await startProduct({ GODWIT_DEMO_ROWS: '1000' })
})

test.afterAll(() => product.stop())

/** A small shop: a foreign key, a table that is copied in many chunks, and one that is done at once. */
const shop = `
  create table customers(id bigint generated always as identity primary key, name text not null, email text unique);
  create table orders(id bigint primary key, customer_id bigint not null references customers, note text, placed_at timestamptz not null);
  insert into customers(name, email) select 'Customer ' || i, 'c' || i || '@example.test' from generate_series(1, 500) i;
  insert into orders select i, 1 + i % 500, repeat(md5(i::text), 3), timestamptz '2026-01-01' + i * interval '1 minute' from generate_series(1, ${rows}) i;
  analyze;`

/** Orders in the target; −1 while the table does not exist. */
async function landed(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows: table } = await client.query<{ there: boolean }>(
      `select to_regclass('public.orders') is not null as there`,
    )
    if (table[0]?.there !== true) return -1
    const { rows: found } = await client.query<{ n: string }>('select count(*) as n from public.orders')
    return Number(found[0]?.n)
  })
}

/** Requests that the page makes from now on, the stream's left out. */
function requestsFromNowOn(page: Page): string[] {
  const urls: string[] = []
  page.on('request', (request) => {
    if (!request.url().includes('events.stream')) urls.push(request.url())
  })
  return urls
}

test('a person sets Godwit up, connects two databases, plans, starts, watches, pauses, resumes and finds the target equal', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const { url, setUpLink } = product
  const [source, target] = [await freshDatabase('shop'), await freshDatabase('warehouse')]
  await withClient(source, (client) => client.query(shop))

  await page.goto(`${url}/setup`)
  await expect(page.getByRole('button', { name: 'Create the administrator' })).toBeHidden()
  await setUp(page, setUpLink, administrator)
  expect((await page.request.get(setUpLink)).status()).toBe(404)

  const project = await newProject(page, url, 'Acme')
  await newConnection(page, project, 'Shop', source)
  await newConnection(page, project, 'Warehouse', target)
  await planMigration(page, project, {
    source: 'Shop',
    target: 'Warehouse',
    name: 'Shop to warehouse',
    batchRows: '500',
    kilobytesPerSecond: '150',
  })
  await expect(page.getByRole('table', { name: 'What Start will do on the target' })).toContainText('orders')
  expect(await landed(target)).toBe(-1)

  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const state = page.getByTestId('state')
  await expect(state).toHaveAttribute('data-state', 'Running', { timeout: 15_000 })
  const processed = page.getByTestId('rows-processed')
  await expect(processed).not.toHaveText('0', { timeout: 30_000 })

  await test.step('five rising values are painted with no request but the stream', async () => {
    const requests = requestsFromNowOn(page)
    const seen: number[] = []
    await expect
      .poll(
        async () => {
          const value = Number((await processed.innerText()).replaceAll(',', ''))
          if (value !== seen.at(-1)) seen.push(value)
          return seen.length
        },
        { timeout: 30_000, intervals: [100] },
      )
      .toBeGreaterThanOrEqual(5)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(requests).toEqual([])
  })

  const folder = process.env.GODWIT_SCREENSHOTS
  if (folder !== undefined) await page.screenshot({ path: join(folder, 'running.png') })

  await test.step('Pause: the target stands still, with some rows and not all', async () => {
    await page.getByRole('button', { name: 'Pause' }).click()
    await expect(state).toHaveAttribute('data-state', 'Paused', { timeout: 15_000 })
    const before = await landed(target)
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(rows)
    await page.waitForTimeout(3_000)
    expect(await landed(target)).toBe(before)
  })

  await test.step('Resume, faster: Completed, and the target is equal', async () => {
    await page.getByRole('tab', { name: 'Config' }).click()
    await page.getByLabel('Batch size').fill('20000')
    await page.getByLabel('Throttle', { exact: true }).fill('1500')
    await page.getByRole('button', { name: /save|apply/i }).click()
    await page.getByRole('tab', { name: 'Overview' }).click()
    await page.getByRole('button', { name: 'Resume' }).click()
    await expect(state).toHaveAttribute('data-state', 'Completed', { timeout: 60_000 })
    await expect(page.getByTestId('percent')).toHaveText('100%')
    expect(await landed(target)).toBe(rows)
    expect(await compareDatabases(source, target, { ignoreSchemas: ['godwit'] })).toEqual([])
  })

  await test.step('the marks of the curve say why, by keyboard and in the table', async () => {
    const marks = page.getByRole('toolbar', { name: 'What bent the curve' })
    const resized = marks.getByRole('button', {
      name: /have [\d,]+ rows instead of [\d,]+: they are to land in about a/,
    })
    await expect(resized.first()).toBeVisible()
    await marks.getByRole('button').first().focus()
    await page.keyboard.press('End')
    await expect(marks.getByRole('button').last()).toBeFocused()
    await expect(page.getByRole('tooltip')).toContainText(/Chunks of public\.orders|Paused|Settings/)
    await look(page, 'chart')
    await page.getByRole('button', { name: 'Show as table' }).click()
    await expect(page.getByRole('cell', { name: /^Chunks of public\.orders have/ }).first()).toBeVisible()
  })

  await test.step('the timeline tells the story', async () => {
    await page.getByRole('tab', { name: 'Timeline' }).click()
    for (const word of [/started/i, /paused/i, /resumed/i, /completed/i])
      await expect(page.getByText(word).first()).toBeVisible()
  })
})
