import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ensureBuilt } from './build.mjs'
import { loadEnv } from './load-env.mjs'
import { listenAddress, parsePort } from './ports.mjs'
import { webProgram, workerProgram } from './programs.mjs'
import { stopSignal } from './stop-signal.mjs'

/** What each role may read of the secrets in the environment. Which of them are missing is the program's own to say. */
const secrets = {
  web: ['DATABASE_URL', 'AUTH_SECRET', 'NEXTAUTH_SECRET', 'GODWIT_SEALING_KEYS'],
  worker: ['DATABASE_URL', 'GODWIT_ENCRYPTION_KEYS'],
}

/** Runs one process, web or worker, from the environment alone; its output is its own. Answers its exit code. */
export async function runRole(role, say) {
  const signal = stopSignal()
  loadEnv()
  await ensureBuilt(say, role === 'web' ? { bundles: [], signal } : { bundles: ['worker'], web: false, signal })
  const env = process.env
  const given = secrets[role].flatMap((name) => [name, `${name}_FILE`])
  const needs = Object.fromEntries(given.map((name) => [name, env[name]]))
  const program =
    role === 'web'
      ? webProgram({ env, needs: { ...needs, PORT: parsePort(env.PORT, 3000), HOSTNAME: listenAddress(env.HOSTNAME) } })
      : workerProgram({ env, needs })
  const child = spawn(process.execPath, program.args, { env: program.env, stdio: 'inherit' })
  signal.addEventListener('abort', () => child.kill('SIGTERM'))
  if (signal.aborted) child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  return code ?? 1
}
