import { expect, type Page } from '@playwright/test'

/** Who signs in, in these tests. */
export interface Account {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** Goes to a page of the console and waits until it is alive: what is typed before that is lost. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByText(/^Live/).first()).toBeAttached()
}

/** Opens the one-time link that start prints, and becomes the administrator. */
export async function setUp(page: Page, setUpLink: string, account: Account): Promise<void> {
  await page.goto(setUpLink, { waitUntil: 'networkidle' })
  await page.getByLabel('Your name').fill(account.name)
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create the administrator' }).click()
  await expect(page).toHaveURL(/\/projects/)
}

/** Signs in at the sign-in page. */
export async function signIn(page: Page, url: string, account: Account): Promise<void> {
  // Nothing streams on this page: when the network is quiet, it is alive.
  await page.goto(`${url}/sign-in`, { waitUntil: 'networkidle' })
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/projects/)
}

/** Makes a project and answers the address of its overview. */
export async function newProject(page: Page, url: string, name: string): Promise<string> {
  await open(page, `${url}/projects`)
  await page.getByRole('button', { name: 'New project' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Create project' }).click()
  await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}/)
  return page.url()
}

/** Makes a connection from a URL and waits until its stepwise test has passed. */
export async function newConnection(page: Page, projectUrl: string, name: string, databaseUrl: string): Promise<void> {
  await open(page, `${projectUrl}/connections/new`)
  await page.getByLabel('Paste a URL').fill(databaseUrl)
  await page.getByLabel('Paste a URL').blur()
  await expect(page.getByLabel('Host')).toHaveValue(new URL(databaseUrl).hostname)
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Create and test' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  for (const step of ['Find the host', 'Reach the port', 'Sign in', 'Ask for the version', 'Check the privileges'])
    await expect(
      page.getByRole('listitem').filter({ hasText: step }).getByRole('img', { name: 'Passed' }),
    ).toBeVisible()
}
