import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'

/** Reads `.env` of the checkout, if there is one. What the environment already says wins. */
export function loadEnv() {
  const path = join(root, '.env')
  if (existsSync(path)) process.loadEnvFile(path)
}
