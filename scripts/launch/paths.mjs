import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout: everything that is run lives below it. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** What the build makes; shared by every instance that runs from this checkout. */
export const buildDir = join(root, '.godwit', 'build')

/**
 * The files of one running instance: its database, secrets, local token and logs.
 * `GODWIT_HOME` puts them elsewhere, so that a throw-away instance never meets the person's own.
 */
export function instancePaths(home = process.env.GODWIT_HOME) {
  const dir = home ? resolve(home) : join(root, '.godwit')
  return {
    dir,
    logs: join(dir, 'logs'),
    lock: join(dir, 'running'),
    secrets: join(dir, 'secrets.json'),
    token: join(dir, 'token'),
    server: join(dir, 'server.json'),
    postgres: join(dir, 'postgres.json'),
    demo: join(dir, 'demo.json'),
  }
}
