import { expect, test } from '@playwright/test'
import { sharedRun } from './fixtures/run'
import { administrator } from './fixtures/server'
import { signIn } from './pages/first-steps'

test('a form that is sent before the page is alive never puts a password into the address', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${sharedRun().url}/sign-in`)
  await page.getByLabel('E-mail').fill('ada@example.test')
  await page.getByLabel('Password', { exact: true }).fill('never-in-an-address')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForLoadState()
  expect(page.url()).not.toContain('never-in-an-address')
  await context.close()
})

test('an unknown person and a wrong password read the same', async ({ page }) => {
  const { url } = sharedRun()
  const said: string[] = []
  for (const [email, password] of [
    ['nobody@example.test', administrator.password],
    [administrator.email, 'not the password'],
  ] as const) {
    await page.goto(`${url}/sign-in`, { waitUntil: 'networkidle' })
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    said.push(await page.getByRole('alert').innerText())
  }
  expect(said[0]).toBe(said[1])
})

test('a page that was asked for is where signing in leads', async ({ page }) => {
  const { url } = sharedRun()
  await page.goto(`${url}/settings/tokens`, { waitUntil: 'networkidle' })
  await expect(page).toHaveURL(/sign-in/)
  await page.getByLabel('E-mail').fill(administrator.email)
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/settings\/tokens/)
})

test('signing out ends the session', async ({ page }) => {
  const { url } = sharedRun()
  await signIn(page, url, administrator)
  await page.getByRole('button', { name: /Ada|AL/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/sign-in/)
  await page.goto(`${url}/projects`)
  await expect(page).toHaveURL(/sign-in/)
})
