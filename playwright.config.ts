import { chromium, defineConfig } from '@playwright/test'
import { findChromium } from './scripts/check/chromium.mjs'

const { path } = findChromium(chromium.executablePath())

/** The browser tests: what a person does, against the product as `npm start` runs it (see e2e/fixtures/server.ts). */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './e2e/fixtures/server.ts',
  workers: 1, // one product, one database, two cores
  forbidOnly: process.env.CI === 'true',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(path === undefined ? {} : { executablePath: path }),
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-dev-shm-usage',
      ],
    },
  },
})
