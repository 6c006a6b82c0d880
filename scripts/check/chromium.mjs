import { existsSync } from 'node:fs'

const system = '/usr/bin/chromium'

/**
 * Where the browser is: GODWIT_CHROMIUM, Playwright's own download (answered as `undefined` path: it knows the way),
 * or the system's. `found: false` if there is none.
 *
 * @param {string} own path where Playwright's own download would be
 * @param {Record<string, string | undefined>} env
 */
export function findChromium(own, env = process.env) {
  if (env.GODWIT_CHROMIUM) return { found: true, path: env.GODWIT_CHROMIUM }
  if (existsSync(own)) return { found: true, path: undefined }
  if (existsSync(system)) return { found: true, path: system }
  return { found: false, path: undefined }
}
