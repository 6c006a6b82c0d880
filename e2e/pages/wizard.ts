import { expect, type Page } from '@playwright/test'
import { open } from './first-steps'

/** Walks the wizard from source to the plan's review. */
export async function planMigration(
  page: Page,
  projectUrl: string,
  choice: { source: string; target: string; name: string; kilobytesPerSecond?: string; batchRows?: string },
): Promise<void> {
  await open(page, `${projectUrl}/migrations/new`)
  await page.getByRole('radio', { name: choice.source }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('radio', { name: choice.target }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  // The schema is read when there is none yet.
  await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled({ timeout: 30_000 })
  await expect(page.getByRole('checkbox').first()).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(choice.name)
  if (choice.batchRows !== undefined) await page.getByLabel('Batch size').fill(choice.batchRows)
  if (choice.kilobytesPerSecond !== undefined) {
    await page.getByLabel('Unit of the throttle').selectOption('kB/s')
    await page.getByLabel('Throttle', { exact: true }).fill(choice.kilobytesPerSecond)
  }
  await page.getByRole('button', { name: 'Create and plan' }).click()
  await expect(page.getByTestId('state')).toHaveAttribute('data-state', 'Ready', { timeout: 30_000 })
}
