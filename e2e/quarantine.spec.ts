import { expect, type Page, test } from '@playwright/test'
import { withClient } from '@/testbed/server'
import { look } from './fixtures/look'
import { freshDatabase, godwit, sharedRun } from './fixtures/run'
import { administrator } from './fixtures/server'
import { open, signIn } from './pages/first-steps'

const cents = `create table payments(id int primary key, payer text, cents int check (cents > 0))`

/** A source of 500 payments of which three are not positive, and a target whose table asks for that. */
async function refusedRows(): Promise<{ source: string; target: string }> {
  const [source, target] = [await freshDatabase('till'), await freshDatabase('till_copy')]
  await withClient(source, (client) =>
    client.query(`create table payments(id int primary key, payer text, cents int);
      insert into payments select i, 'payer ' || i, i from generate_series(1, 500) i;
      update payments set cents = -cents, payer = E'zero\\u200bwidth ' where id in (7, 99, 321)`),
  )
  await withClient(target, (client) => client.query(cents))
  return { source, target }
}

const inTarget = (target: string) =>
  withClient(target, async (client) => {
    const { rows } = await client.query<{ id: number; cents: number }>(
      'select id, cents from payments where id in (7, 99, 321) order by id',
    )
    const { rows: all } = await client.query<{ n: string }>('select count(*) as n from payments')
    return { rows, all: Number(all[0]?.n) }
  })

const row = (page: Page, id: number) =>
  page.getByRole('row').filter({ has: page.getByRole('cell', { name: `id ${id}`, exact: true }) })

test('rows that the target refuses are mended, skipped and accepted in the browser, and the migration completes', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const { source, target } = await refusedRows()
  const ended = await godwit(['migrate', '--from', source, '--to', target, '--yes', '--json'])
  expect(ended.code, ended.stderr).toBe(3)
  const { url, migrationId } = JSON.parse(ended.stdout)
  expect(await inTarget(target)).toEqual({ rows: [], all: 497 })

  await signIn(page, sharedRun().url, administrator)
  await open(page, url)
  await expect(page.getByTestId('state')).toHaveAttribute('data-state', 'Paused')
  await look(page, 'review')
  await page.getByRole('button', { name: 'Review rows' }).click()
  await expect(page).toHaveURL(/tab=errors/)
  await expect(page.getByText('23514').first()).toBeVisible()
  await expect(page.getByText('payments_cents_check').first()).toBeVisible()
  await expect(row(page, 99)).toContainText('open')
  await look(page, 'errors')

  await test.step('a fix that the target refuses again is told in place, a better one lands', async () => {
    await row(page, 99)
      .getByRole('button', { name: /^Edit and replay/ })
      .click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('payer', { exact: true })).toHaveValue('zero\u200bwidth ')
    await expect(dialog.getByRole('img', { name: 'zero-width space' })).toBeVisible()
    await look(page, 'replay')
    await dialog.getByLabel('cents', { exact: false }).first().fill('0')
    await dialog.getByRole('button', { name: 'Replay with 1 new value' }).click()
    await expect(dialog.getByText('The target refused it again.')).toBeVisible({ timeout: 30_000 })
    await look(page, 'refused-again')
    await dialog.getByLabel('cents', { exact: false }).first().fill('99')
    await dialog.getByRole('button', { name: 'Replay with 1 new value' }).click()
    await expect(dialog.getByText('The row is in the target now.')).toBeVisible({ timeout: 30_000 })
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await expect(row(page, 99)).toContainText('in the target')
    expect(await inTarget(target)).toEqual({ rows: [{ id: 99, cents: 99 }], all: 498 })
  })

  await test.step('another is skipped, the rest is accepted', async () => {
    await row(page, 7).getByRole('button', { name: /^Skip/ }).click()
    await look(page, 'skip')
    await page.getByRole('dialog').getByRole('button', { name: 'Skip 1 row' }).click()
    await expect(row(page, 7)).toContainText('skipped')
    await page.getByRole('button', { name: /^Accept/ }).click()
    await look(page, 'accept')
    await page.getByRole('dialog').getByRole('button', { name: 'Leave 1 row out' }).click()
    await expect(page.getByTestId('state')).toHaveAttribute('data-state', 'Completed', { timeout: 60_000 })
    await expect(row(page, 321)).toContainText('left out')
    await look(page, 'completed')
  })
  expect(await inTarget(target)).toEqual({ rows: [{ id: 99, cents: 99 }], all: 498 })

  await test.step('a chunk is looked at in the drawer', async () => {
    await open(page, `${url}?tab=tables`)
    const cell = page.getByRole('gridcell').first()
    await cell.focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/chunk=1\.1/)
    await expect(page.getByRole('dialog')).toContainText('In quarantine')
    await look(page, 'chunk')
    await page.goBack()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  const after = await godwit(['errors', migrationId, '--rows', '--json'])
  expect(after.code, after.stderr).toBe(0)
  expect(JSON.parse(after.stdout).counts).toEqual({ open: 0, accepted: 1, skipped: 1, replayed: 1 })
})

test('the same from the terminal: errors, retry, accept, with dry runs that change nothing', async () => {
  test.setTimeout(180_000)
  const { source, target } = await refusedRows()
  const ended = await godwit(['migrate', '--from', source, '--to', target, '--yes', '--json'])
  expect(ended.code, ended.stderr).toBe(3)
  const { migrationId } = JSON.parse(ended.stdout)

  const errors = await godwit(['errors', migrationId, '--rows'])
  expect([errors.code, errors.stdout]).toEqual([
    3,
    expect.stringMatching(/payments {2}23514 payments_cents_check {2}3 open/),
  ])
  expect(errors.stdout).toContain('id="321"')

  const plan = await godwit(['plan', migrationId])
  expect([plan.code, plan.stdout]).toEqual([0, expect.stringMatching(/^Plan [0-9a-f]{64}/)])

  const dry = await godwit(['retry', migrationId, '--rejects', '--dry-run'])
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('3 open rows')])
  const dryAccept = await godwit(['accept', migrationId, '--dry-run'])
  expect([dryAccept.code, dryAccept.stdout]).toEqual([0, expect.stringContaining('would complete')])
  const whole = await godwit(['retry', migrationId])
  expect(whole.code, whole.stderr).toBe(6)
  const state = await godwit(['status', migrationId, '--json'])
  expect(JSON.parse(state.stdout).state).toBe('Paused')

  await withClient(target, (client) => client.query('alter table payments drop constraint payments_cents_check'))
  const retried = await godwit([
    'retry',
    migrationId,
    '--rejects',
    '--wait',
    '--timeout',
    '60',
    '--reason',
    'rule taken away',
  ])
  expect([retried.code, retried.stdout], retried.stderr).toEqual([0, expect.stringContaining('Completed')])
  expect((await inTarget(target)).all).toBe(500)
})

test('settings are shown and set from the terminal, and what is wrong is refused before it is sent', async () => {
  test.setTimeout(120_000)
  const [source, target] = [await freshDatabase('knobs'), await freshDatabase('knobs_copy')]
  await withClient(source, (client) =>
    client.query('create unlogged table t(id int); insert into t select generate_series(1, 10)'),
  )
  // Not accepted: it stays Ready.
  const planned = await godwit(['migrate', '--from', source, '--to', target, '--json'])
  const { migrationId } = JSON.parse(planned.stdout)
  const shown = await godwit(['config', migrationId])
  expect(shown.stdout).toMatch(/^maxThreads=\d+$/m)
  const dry = await godwit(['config', migrationId, 'maxThreads=7', '--dry-run'])
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/maxThreads: \d+ → 7/)])
  expect((await godwit(['config', migrationId])).stdout).not.toMatch(/^maxThreads=7$/m)
  const set = await godwit(['config', migrationId, 'maxThreads=7', 'retryPolicy.maxAttempts=9', '--json'])
  expect(set.code, set.stderr).toBe(0)
  expect(JSON.parse(set.stdout).config).toMatchObject({ maxThreads: 7, retryPolicy: { maxAttempts: 9 } })
  for (const bad of ['maxThreads=0', 'lanes=2', 'maxThreads'])
    expect([bad, (await godwit(['config', migrationId, bad])).code]).toEqual([bad, 2])
})
