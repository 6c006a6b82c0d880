import { join } from 'node:path'
import { openLog } from './log-file.mjs'
import { demoProgram } from './programs.mjs'
import { runProgram } from './run-program.mjs'
import { readJson, writeWhole } from './stamp.mjs'

/**
 * Makes the demo databases in the embedded server, once for each cluster (and again if GODWIT_DEMO_ROWS asks for
 * another size). Without them Godwit works as well, so a failure is told and tried again on the next start.
 */
export async function prepareDemo(instance, { say, signal, env, needs, cluster }) {
  const wanted = { cluster, rows: env.GODWIT_DEMO_ROWS }
  const made = readJson(instance.demo)
  if (made?.cluster === cluster && (wanted.rows === undefined || made.rows === wanted.rows)) return
  const log = openLog(join(instance.logs, 'demo.log'))
  try {
    const program = demoProgram({ verb: 'prepare', env, needs })
    await say.during('Preparing the demo data', () =>
      runProgram('demo prepare', program.args, { env: program.env, log, signal }),
    )
    writeWhole(instance.demo, JSON.stringify(wanted))
  } catch (error) {
    signal.throwIfAborted()
    say.warn(`The demo is not there yet; the next start tries again.\n${error.message}`)
  } finally {
    log.close()
  }
}
