import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import pg from 'pg'
import { createGodwitClient } from '@/client/create-client'
import { administer, withClient } from '@/testbed/server'
import { type Product, startProduct } from './fixtures/product'
import { freshDatabase, sharedRun } from './fixtures/run'

/** Passwords that nobody else could have written by chance. */
const plant = (what: string) => `canary-${what}-${randomBytes(9).toString('hex')}`
const planted = {
  rightPassword: plant('right'),
  wrongPassword: plant('wrong'),
  administrator: plant('admin'),
  mistypedSignIn: plant('mistyped'),
}

let product: Product
let databaseUrl: string
const answers: string[] = []

test.beforeAll(async () => {
  databaseUrl = (await freshDatabase('godwit_canary')).replace('?sslmode=disable', '')
  product = await startProduct({ DATABASE_URL: databaseUrl, GODWIT_LOCAL_TOKEN: '1', LOG_LEVEL: 'debug' })
})

test.afterAll(() => product.stop())

/** Calls the API as the local token and keeps every answer, the refused ones too. */
async function useConnections(): Promise<void> {
  const plain = globalThis.fetch
  globalThis.fetch = async (...args) => {
    const response = await plain(...args)
    if (response.headers.get('content-type')?.includes('json') === true) answers.push(await response.clone().text())
    return response
  }
  try {
    const token = (await readFile(join(product.home, 'token'), 'utf8')).trim()
    const client = createGodwitClient({ url: product.url, token })
    const { id: projectId } = await client.project.create.mutate({ name: 'canary' })
    const source = new URL(await freshDatabase('canary_source'))
    const target = new URL(await freshDatabase('canary_target'))
    const role = await administer(sharedRun().clusterUrl).createRole(`canary_${randomBytes(3).toString('hex')}`, {
      password: planted.rightPassword,
      attributes: 'SUPERUSER',
    })
    await withClient(source.href, (c) =>
      c.query('create table t(id int primary key); insert into t select generate_series(1, 50)'),
    )
    const connect = (name: string, url: URL, password: string) =>
      client.connection.create.mutate({
        projectId,
        name,
        password,
        endpoint: {
          kind: 'postgres',
          host: url.hostname,
          port: Number(url.port),
          database: url.pathname.slice(1),
          user: role.name,
          tls: 'disable',
        },
      })
    const [from, to] = [
      await connect('from', source, planted.rightPassword),
      await connect('to', target, planted.rightPassword),
    ]
    const broken = await connect('broken', target, planted.wrongPassword)
    for (const { id } of [from, broken]) {
      await client.connection.test.mutate({ connectionId: id })
      await client.connection.introspect.mutate({ connectionId: id })
    }
    for (const targetConnectionId of [to.id, broken.id]) {
      const { id: migrationId } = await client.migration.create.mutate({
        projectId,
        name: 'canary',
        sourceConnectionId: from.id,
        targetConnectionId,
        mapping: { content: { tables: { kind: 'everything' } } },
      })
      await client.migration.plan.mutate({ migrationId })
      await expect
        .poll(async () => (await client.migration.byId.query({ migrationId })).state, { timeout: 30_000 })
        .not.toBe('Planning')
      const plan = await client.migration.currentPlan.query({ migrationId })
      if (plan !== null) {
        await client.migration.start.mutate({ migrationId, planHash: plan.plan.hash })
        await expect
          .poll(async () => (await client.migration.byId.query({ migrationId })).state, { timeout: 30_000 })
          .toBe('Completed')
      }
    }
    // Malformed input, with a password in the wrong place.
    await client.connection.create
      .mutate({
        projectId,
        name: '',
        password: planted.rightPassword,
        endpoint: { host: planted.wrongPassword } as never,
      })
      .catch(() => null)
    await client.connection.list.query({ projectId })
  } finally {
    globalThis.fetch = plain
  }
}

async function useBrowser(page: import('@playwright/test').Page): Promise<void> {
  page.on('response', async (response) => {
    if (!response.url().includes('events.stream')) answers.push(await response.text().catch(() => ''))
  })
  await page.goto(product.setUpLink, { waitUntil: 'networkidle' })
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail').fill('ada@example.test')
  await page.getByLabel('Password', { exact: true }).fill(planted.administrator)
  await page.getByRole('button', { name: 'Create the administrator' }).click()
  await expect(page).not.toHaveURL(/setup/)
  await page.context().clearCookies()
  await page.goto(`${product.url}/sign-in`, { waitUntil: 'networkidle' })
  await page.getByLabel('E-mail').fill('ada@example.test')
  await page.getByLabel('Password', { exact: true }).fill(planted.mistypedSignIn)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
}

/** Everything in Godwit's own database, as text. */
async function databaseText(): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const texts: string[] = []
    for (const { name } of rows) {
      const content = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      texts.push(...content.rows.map(({ row }) => row))
    }
    return texts.join('\n')
  } finally {
    await client.end()
  }
}

async function filesText(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  )
  return texts.join('\n')
}

test('no planted password is in any log, answer, page or row that the system emits', async ({ page }) => {
  test.setTimeout(180_000)
  await useConnections()
  await useBrowser(page)
  const emitted = {
    terminal: product.printed(),
    files: await filesText(product.home),
    database: await databaseText(),
    answers: answers.join('\n'),
  }
  // The search itself works: what must be there is found.
  expect(emitted.database).toContain('ada@example.test')
  expect(emitted.files).toContain('requestId')
  expect(emitted.answers).toContain('canary_source')
  for (const [place, text] of Object.entries(emitted))
    for (const [what, secret] of Object.entries(planted))
      expect(text.includes(secret), `${what} in ${place}`).toBe(false)
})
