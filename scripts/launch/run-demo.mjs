import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { loadEnv } from './load-env.mjs'
import { instancePaths, root } from './paths.mjs'
import { freePort } from './ports.mjs'
import { dataOf } from './postgres/postmaster.mjs'
import { embeddedAdminUrl } from './postgres/server.mjs'
import { demoProgram } from './programs.mjs'
import { readiness } from './ready.mjs'
import { startStack } from './stack.mjs'
import { readIfThere, readJson } from './stamp.mjs'
import { stopSignal } from './stop-signal.mjs'

/** Runs the demo where Godwit already runs; else starts one with data of its own and removes it afterwards. Answers the demo's exit code. */
export async function runDemo(say) {
  const signal = stopSignal()
  loadEnv()
  await ensureBuilt(say, { signal })
  const running = await findRunning(instancePaths())
  if (running) {
    say.done(`Using the Godwit at ${running.GODWIT_URL}`)
    return demo(running, signal)
  }
  const dir = mkdtempSync(join(tmpdir(), 'godwit-demo-'))
  chmodSync(dir, 0o755) // PostgreSQL may run as another user, who must be able to enter
  const instance = instancePaths(dir)
  try {
    const { DATABASE_URL: _, DATABASE_URL_FILE: __, NEXTAUTH_URL: ___, AUTH_URL: ____, ...env } = process.env
    const stack = await startStack({
      instance,
      say,
      signal,
      demo: true,
      env: { ...env, PORT: String(await freePort()) },
    })
    try {
      return await demo(stack.demoNeeds, signal)
    } finally {
      await say.during('Stopping', stack.stop)
    }
  } finally {
    await Promise.all([dataOf(instance), dir].map((path) => rm(path, { recursive: true, force: true })))
  }
}

/** A Godwit that runs from this checkout with the embedded server, which the demo needs to make its databases. */
async function findRunning(instance) {
  const server = readJson(instance.server)
  const token = readIfThere(instance.token, 'utf8')?.trim()
  if (!server?.embedded || !token || (await readiness(server.url)) !== 'ready') return undefined
  return {
    GODWIT_URL: server.url,
    GODWIT_TOKEN: token,
    GODWIT_DEMO_ADMIN_URL: embeddedAdminUrl(instance),
    GODWIT_DEMO_ROWS: process.env.GODWIT_DEMO_ROWS,
  }
}

/** The demo draws on the terminal itself. */
async function demo(needs, signal) {
  const program = demoProgram({ verb: 'run', env: process.env, needs })
  const child = spawn(process.execPath, program.args, {
    cwd: root,
    env: program.env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const [code] = await once(child, 'exit')
  return code ?? 130
}
