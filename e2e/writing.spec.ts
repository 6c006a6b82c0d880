import { expect, type Page, test } from '@playwright/test'
import { withClient } from '@/testbed/server'
import { look } from './fixtures/look'
import { freshDatabase, godwit, sharedRun } from './fixtures/run'
import { administrator } from './fixtures/server'
import { open, signIn } from './pages/first-steps'

/** Orders that exist on both sides: the target has rows, a trigger that would touch each new one, and a narrower column. */
async function occupied(): Promise<{ source: string; target: string }> {
  const [source, target] = [await freshDatabase('shop'), await freshDatabase('shop_copy')]
  await withClient(source, (client) =>
    client.query(`create table orders(id int primary key, label text, n int);
      insert into orders select i, 'new ' || i, i % 12 from generate_series(1, 300) i;
      create table notes(id int primary key, body text);
      insert into notes select i, 'note ' || i from generate_series(1, 40) i`),
  )
  await withClient(target, (client) =>
    client.query(`create table orders(id int primary key, label text, n smallint);
      insert into orders select i, 'old ' || i, 0 from generate_series(295, 310) i;
      create function touch() returns trigger language plpgsql as $$ begin new.label := 'touched'; return new; end $$;
      create trigger touch_label before insert or update on orders for each row execute function touch();
      create table notes(id int primary key, body text);
      insert into notes values (1000, 'of somebody else')`),
  )
  return { source, target }
}

const counts = (target: string) =>
  withClient(target, async (client) => {
    const { rows } = await client.query<{ orders: number; notes: number; touched: number; old: number }>(
      `select (select count(*)::int from orders) as orders, (select count(*)::int from notes) as notes,
        (select count(*)::int from orders where label = 'touched') as touched,
        (select count(*)::int from orders where label like 'old%') as old`,
    )
    return rows[0]
  })

const finding = (page: Page, title: string | RegExp) => page.getByRole('listitem').filter({ hasText: title })
const planned = async (page: Page, from: string) => {
  await expect(page.getByRole('region', { name: 'Plan' }).getByText(from)).toHaveCount(0, { timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Plan again', exact: true })).toBeEnabled({ timeout: 30_000 })
  return (await page.getByRole('region', { name: 'Plan' }).locator('code').first().innerText()).trim()
}

test('how existing tables are written is chosen where the plan asks, by keyboard and pointer, and waivers with it', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const { source, target } = await occupied()
  const blocked = await godwit(['migrate', '--from', source, '--to', target, '--json'])
  const { url } = JSON.parse(blocked.stdout)
  await signIn(page, sharedRun().url, administrator)
  await open(page, `${url}/plan`)
  await expect(page.getByText(/checks? blocks? Start/)).toBeVisible()
  await look(page, 'plan-blocked')
  let hash = (await page.getByRole('region', { name: 'Plan' }).locator('code').first().innerText()).trim()

  await test.step('a table that is not empty: append, by keyboard', async () => {
    const group = finding(page, 'public.notes in the target is not empty.').getByRole('radiogroup')
    await group.getByRole('radio', { name: 'Append' }).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Plan again with this' })).toBeFocused()
    await look(page, 'plan-choice')
    await page.keyboard.press('Enter')
    hash = await planned(page, hash)
    await expect(page.getByRole('row').filter({ hasText: 'notes' })).toContainText('Append')
  })

  await test.step('triggers and the mode of one table, in its dialog', async () => {
    await page.getByRole('button', { name: 'Change… how orders is written' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('button', { name: 'Plan again with this' })).toBeDisabled()
    await dialog.getByRole('radio', { name: 'Upsert' }).check()
    await look(page, 'writing-dialog')
    await dialog.getByRole('radio', { name: 'Truncate' }).check()
    await dialog.getByLabel('Triggers of the table').selectOption('Keep them silent')
    await dialog.getByRole('button', { name: 'Plan again with this' }).click()
    hash = await planned(page, hash)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('row').filter({ hasText: 'orders' })).toContainText('Truncate')
    await expect(page.getByRole('row').filter({ hasText: 'orders' })).toContainText('its triggers stay silent')
  })

  await test.step('a narrowing is waived by name, and the choices stay', async () => {
    const narrow = finding(page, /narrower|integer/).filter({ has: page.getByRole('textbox') })
    await narrow.getByRole('textbox').fill('n is a month')
    await look(page, 'plan-waiver')
    await narrow.getByRole('button', { name: 'Waive and plan again' }).click()
    hash = await planned(page, hash)
    await expect(page.getByTestId('state')).toHaveAttribute('data-state', 'Ready', { timeout: 30_000 })
    await expect(page.getByRole('row').filter({ hasText: 'orders' })).toContainText('Truncate')
    await page.getByRole('button', { name: 'show' }).click()
    await expect(page.getByText('“n is a month”')).toBeVisible()
  })

  await test.step('what is removed is counted and named before Start', async () => {
    for (const box of await page.getByRole('checkbox', { name: /^I accept this/ }).all()) await box.check()
    await expect(page.getByRole('button', { name: 'Start…' })).toBeEnabled({ timeout: 30_000 })
    await look(page, 'plan-ready')
    await page.getByRole('button', { name: 'Start…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('remove all rows of 1 table')
    await expect(dialog).not.toContainText('least 0 rows')
    await expect(dialog.getByRole('listitem')).toContainText('16 rows')
    await look(page, 'start-truncate')
    await expect(dialog.getByRole('button', { name: /^Empty 1 table/ })).toBeDisabled()
    await dialog
      .getByRole('textbox')
      .first()
      .fill(await dialog.locator('label code').innerText())
    await dialog.getByRole('button', { name: /^Empty 1 table/ }).click()
    await expect(page.getByTestId('state')).toHaveAttribute('data-state', 'Completed', { timeout: 60_000 })
  })
  expect(await counts(target)).toEqual({ orders: 300, notes: 41, touched: 0, old: 0 })

  await test.step('once it has run nothing of it is offered any more', async () => {
    await open(page, `${url}/plan`)
    await expect(page.getByRole('row').filter({ hasText: 'orders' })).toContainText('Truncate')
    await expect(page.getByRole('button', { name: /^Change/ })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Plan again' })).toHaveCount(0)
  })
})
