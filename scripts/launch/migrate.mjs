import { boot } from './boot.mjs'
import { ensureBuilt } from './build.mjs'
import { isClaimed } from './claim.mjs'
import { openDatabase } from './database.mjs'
import { ExpectedError } from './expected-error.mjs'
import { loadEnv } from './load-env.mjs'
import { instancePaths } from './paths.mjs'
import { stopSignal } from './stop-signal.mjs'

/** The schema step of a deployment: migrations, then the set-up link's path while there is no administrator. */
export async function migrate(say) {
  const signal = stopSignal()
  loadEnv()
  await ensureBuilt(say, { bundles: ['boot'], web: false, signal })
  const instance = instancePaths()
  if (isClaimed(instance.lock)) {
    throw new ExpectedError('Godwit runs here: it brought its database up to date when it started.')
  }
  const database = await openDatabase(instance, {
    env: process.env,
    signal,
    onDeath: (how) => say.warn(`postgres ended (${how})`),
  })
  try {
    const { setupToken } = await boot(instance, { env: process.env, signal, url: database.url })
    say.done('The schema is up to date')
    if (setupToken) say.line(`\n  The first administrator is made at /setup?token=${setupToken}\n`)
  } finally {
    await database.stop()
  }
}
