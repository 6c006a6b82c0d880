import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { chooseAddress } from './address.mjs'
import { boot } from './boot.mjs'
import { fromEnv } from './child-env.mjs'
import { createChildLog } from './child-log.mjs'
import { openDatabase } from './database.mjs'
import { prepareDemo } from './demo-data.mjs'
import { claimInstance } from './instance-lock.mjs'
import { localToken } from './local-token.mjs'
import { freePort } from './ports.mjs'
import { webProgram, workerProgram } from './programs.mjs'
import { waitUntilReady } from './ready.mjs'
import { spawnProgram } from './run-program.mjs'
import { instanceSecrets } from './secrets.mjs'
import { writeWhole } from './stamp.mjs'
import { supervise } from './supervise.mjs'

/**
 * Starts a whole Godwit and answers when it is ready: database, schema, worker, web, demo. What was started is stopped
 * again, last first, if a later step fails or the signal fires.
 *
 * @returns {Promise<{ url: string, setupUrl: string | null, demoNeeds: object, stop: () => Promise<void> }>}
 *   `setupUrl` makes the first administrator, while there is none; `demoNeeds` is the environment of the demo
 */
export async function startStack({ instance, say, signal, env = process.env, verbose, dev, demo }) {
  const undo = []
  const stop = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  const onDeath = (name) => (how, delayMs) => {
    const log = relative(process.cwd(), join(instance.logs, `${name}.log`))
    const when = delayMs < 1000 ? 'now' : `in ${delayMs / 1000} s`
    say.warn(`${name} ended (${how}); it starts again ${when}. Its log: ${log}`)
  }
  const keep = (name, program) => {
    const { onLine } = createChildLog(name, { instance, say, verbose })
    return supervise({
      start: () => spawnProgram(program.args, { env: program.env, onLine }),
      onDeath: onDeath(name),
    })
  }
  try {
    mkdirSync(instance.logs, { recursive: true })
    undo.push(await claimInstance(instance, signal))
    rmSync(instance.server, { force: true })
    const address = await chooseAddress(env)
    const secrets = await instanceSecrets(instance.secrets)
    const database = await openDatabase(instance, { env, signal, onDeath: onDeath('postgres') })
    undo.push(database.stop)
    const token = localToken(instance, { embedded: database.embedded, env })
    const { setupToken } = await boot(instance, { env, signal, url: database.url, token })

    const worker = keep(
      'worker',
      workerProgram({ dev, env, needs: await workerNeeds({ env, database, address, secrets }) }),
    )
    const web = keep('web', webProgram({ dev, env, needs: webNeeds({ env, database, address, secrets }) }))
    undo.push(() => Promise.all([worker.stop(), web.stop()]))
    await say.during('Starting worker and web', () => waitUntilReady(address.local, { signal }))

    writeWhole(instance.server, JSON.stringify({ url: address.local, pid: process.pid, embedded: database.embedded }))
    undo.push(() => rmSync(instance.server, { force: true }))
    const demoNeeds = {
      GODWIT_URL: address.local,
      GODWIT_TOKEN: token,
      GODWIT_DEMO_ADMIN_URL: database.adminUrl,
      GODWIT_DEMO_ROWS: env.GODWIT_DEMO_ROWS,
    }
    if (demo && database.embedded) {
      await prepareDemo(instance, { say, signal, env, needs: demoNeeds, cluster: database.cluster })
    }
    return { url: address.url, setupUrl: setupToken && `${address.url}/setup?token=${setupToken}`, demoNeeds, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function workerNeeds({ env, database, address, secrets }) {
  return {
    DATABASE_URL: database.url,
    WORKER_PORT: env.WORKER_PORT || (await freePort(address.port + 1)),
    GODWIT_ENCRYPTION_KEYS: fromEnv('GODWIT_ENCRYPTION_KEYS', env) ?? JSON.stringify(secrets.encryptionKeys),
  }
}

function webNeeds({ env, database, address, secrets }) {
  return {
    DATABASE_URL: database.url,
    PORT: address.port,
    HOSTNAME: address.host,
    AUTH_SECRET: fromEnv('AUTH_SECRET', env) ?? fromEnv('NEXTAUTH_SECRET', env) ?? secrets.authSecret,
    NEXTAUTH_URL: address.url,
    GODWIT_SEALING_KEYS: fromEnv('GODWIT_SEALING_KEYS', env) ?? JSON.stringify(secrets.sealingKeys),
  }
}
