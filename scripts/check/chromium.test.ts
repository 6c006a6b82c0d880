import { expect, it } from 'vitest'
import { findChromium } from './chromium.mjs'

const here = process.execPath

it('takes the browser that the environment names before any other', () => {
  expect(findChromium(here, { GODWIT_CHROMIUM: '/opt/chromium' })).toEqual({ found: true, path: '/opt/chromium' })
})

it("leaves Playwright's own download to Playwright", () => {
  expect(findChromium(here, {})).toEqual({ found: true, path: undefined })
})
