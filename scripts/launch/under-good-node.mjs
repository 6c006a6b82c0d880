import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { installDependencies } from './install.mjs'
import { goodNode, withNodeFirst } from './node.mjs'
import { createSay } from './say.mjs'
import { stopSignal } from './stop-signal.mjs'

const mark = 'GODWIT_UNDER_GOOD_NODE'

/**
 * Every script of Godwit begins here. It may run on any Node from 18 on and before anything is installed: gets a good
 * Node, installs what the lock asks for, and runs `main` in a second process with that Node. This first process stays
 * to pass signals on and to end the second when its own parent dies.
 *
 * @param {string} url the script's import.meta.url
 * @param {(say: ReturnType<typeof createSay>) => Promise<number | void>} main answers the exit code (0 if none)
 * @param {{ afterCrash?: () => Promise<void> | void }} options what the first process tidies if the second failed
 */
export async function underGoodNode(url, main, { afterCrash = () => undefined } = {}) {
  const say = createSay()
  try {
    if (process.env[mark] === String(process.ppid)) {
      delete process.env[mark]
      process.exitCode = (await main(say)) ?? 0
      if (process.channel) process.disconnect()
      return
    }
    const signal = stopSignal({ forces: false })
    const node = await goodNode(say, { signal })
    await installDependencies(node, say, { signal })
    process.exitCode = await passThrough(node, [fileURLToPath(url), ...process.argv.slice(2)], { signal, afterCrash })
  } catch (error) {
    if (error.name === 'AbortError') process.exit(130)
    say.fail(error.expected ? error.message : (error.stack ?? String(error)))
    process.exitCode = 1
    if (process.channel) process.disconnect()
  }
}

/** Runs the second process to its end; answers its exit code. */
function passThrough(node, args, { signal, afterCrash }) {
  signal.throwIfAborted()
  const child = spawn(node, args, {
    // A session of its own: Ctrl-C on a terminal goes to a whole group, and should reach it once, through us.
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...withNodeFirst(node), [mark]: String(process.pid) },
  })
  signal.addEventListener('abort', () => child.kill('SIGTERM'))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', async (code, killedBy) => {
      if (code !== 0) await afterCrash()
      resolve(code ?? 128 + (constants.signals[killedBy] ?? 0))
    })
  })
}
