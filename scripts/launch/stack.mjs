import { mkdirSync, rmSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join, relative } from 'node:path'
import { boot } from './boot.mjs'
import { fromEnv } from './child-env.mjs'
import { createChildLog } from './child-log.mjs'
import { ClaimedError, claim } from './claim.mjs'
import { openDatabase } from './database.mjs'
import { prepareDemo } from './demo-data.mjs'
import { ExpectedError } from './expected-error.mjs'
import { localToken } from './local-token.mjs'
import { freePort, isPortFree, listenAddress, parsePort } from './ports.mjs'
import { webProgram, workerProgram } from './programs.mjs'
import { waitUntilReady } from './ready.mjs'
import { spawnProgram } from './run-program.mjs'
import { instanceSecrets } from './secrets.mjs'
import { readJson, writeWhole } from './stamp.mjs'
import { supervise } from './supervise.mjs'

/**
 * Starts a whole Godwit and answers when it is ready: database, schema, worker, web, demo. What was started is stopped
 * again, last first, if a later step fails or the signal fires.
 *
 * @returns {Promise<{ url: string, setupUrl?: string, token?: string, adminUrl?: string, stop: () => Promise<void> }>}
 */
export async function startStack({
  instance,
  say,
  signal,
  env = process.env,
  verbose = false,
  dev = false,
  demo = true,
}) {
  const undo = []
  const stop = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  const onDeathOf = (name) => (how, delayMs) => {
    const log = relative(process.cwd(), join(instance.logs, `${name}.log`))
    say.warn(
      `${name} ended (${how}); it starts again ${delayMs < 1000 ? 'now' : `in ${delayMs / 1000} s`}. Its log: ${log}`,
    )
  }
  const keep = (name, program) => {
    const log = createChildLog(name, { instance, say, verbose })
    const start = () => spawnProgram(program.args, { env: program.env, onLine: log.onLine })
    return supervise({ start, onDeath: onDeathOf(name) })
  }
  try {
    mkdirSync(instance.logs, { recursive: true })
    undo.push(await claimInstance(instance))
    const host = listenAddress(env.HOSTNAME)
    const port = parsePort(env.PORT, 3000)
    const local = `http://${reachable(host)}:${port}`
    const url = env.NEXTAUTH_URL || env.AUTH_URL || local
    if (!(await isPortFree(port, host))) {
      throw new ExpectedError(`Port ${port} is in use. Choose another one: PORT=${port + 1} npm start`)
    }
    const secrets = await instanceSecrets(instance.secrets)
    const database = await openDatabase(instance, { env, signal, onDeath: onDeathOf('postgres') })
    undo.push(database.stop)
    const token = localToken(instance, { embedded: database.embedded, env })
    const { setupToken } = await boot(instance, { env, signal, url: database.url, token })

    const keys = (name, own) => fromEnv(name, env) ?? JSON.stringify(own)
    const worker = workerProgram({
      dev,
      env,
      needs: {
        DATABASE_URL: database.url,
        WORKER_PORT: env.WORKER_PORT || (await freePort(port + 1)),
        GODWIT_ENCRYPTION_KEYS: keys('GODWIT_ENCRYPTION_KEYS', secrets.encryptionKeys),
      },
    })
    const web = webProgram({
      dev,
      env,
      needs: {
        DATABASE_URL: database.url,
        PORT: port,
        HOSTNAME: host,
        AUTH_SECRET: fromEnv('AUTH_SECRET', env) ?? fromEnv('NEXTAUTH_SECRET', env) ?? secrets.authSecret,
        NEXTAUTH_URL: url,
        GODWIT_SEALING_KEYS: keys('GODWIT_SEALING_KEYS', secrets.sealingKeys),
      },
    })
    const processes = [keep('worker', worker), keep('web', web)]
    undo.push(() => Promise.all(processes.map((process) => process.stop())))
    await say.during('Starting worker and web', () => waitUntilReady(local, { signal }))

    writeWhole(instance.server, JSON.stringify({ url: local, pid: process.pid, embedded: database.embedded }))
    undo.push(() => rmSync(instance.server, { force: true }))
    const needs = {
      GODWIT_URL: local,
      GODWIT_TOKEN: token,
      GODWIT_DEMO_ADMIN_URL: database.adminUrl,
      GODWIT_DEMO_ROWS: env.GODWIT_DEMO_ROWS,
    }
    if (demo && database.embedded) await prepareDemo(instance, { say, signal, env, needs, cluster: database.cluster })
    return { url, setupUrl: setupToken && `${url}/setup?token=${setupToken}`, demoNeeds: needs, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function claimInstance(instance) {
  try {
    return await claim(instance.lock, { waits: false })
  } catch (error) {
    if (!(error instanceof ClaimedError)) throw error
    const url = readJson(instance.server)?.url
    throw new ExpectedError(`Godwit already runs here${url ? `: ${url}` : ''} (process ${error.pid}).`)
  }
}

/** An address under which this machine reaches a server that listens on `host`. */
function reachable(host) {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return isIPv6(host) ? `[${host}]` : host
}
