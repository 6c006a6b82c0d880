import { once } from 'node:events'
import { ensureBuilt } from './build.mjs'
import { loadEnv } from './load-env.mjs'
import { instancePaths } from './paths.mjs'
import { startStack } from './stack.mjs'
import { stopSignal } from './stop-signal.mjs'

/** Builds, starts, says where it is, and stays until it is asked to stop. Answers the exit code. */
export async function runStack({ say, verbose = false, dev = false, demo = true }) {
  const signal = stopSignal()
  try {
    loadEnv()
    say.line(`\n  ${say.bold('Godwit')}\n`)
    await ensureBuilt(say, { signal, ...(dev ? { web: false, bundles: ['boot', 'demo', 'godwit'] } : {}) })
    const stack = await startStack({ instance: instancePaths(), say, signal, verbose, dev, demo })
    sayWhere(say, stack)
    if (!signal.aborted) await once(signal, 'abort')
    await say.during('Stopping', stack.stop)
    return 0
  } catch (error) {
    if (!signal.aborted) throw error
    return 130
  }
}

function sayWhere(say, { url, setupUrl }) {
  say.line(
    setupUrl
      ? `\n  Open   ${say.bold(setupUrl)}\n         ${say.faint('This link works once: it makes the first administrator.')}`
      : `\n  Open   ${say.bold(url)}\n         Sign in at ${url}/sign-in`,
  )
  say.line(`\n  ${say.faint('Ctrl-C stops everything.')}\n`)
}
