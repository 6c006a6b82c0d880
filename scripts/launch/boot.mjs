import { join } from 'node:path'
import { openLog } from './log-file.mjs'
import { bootProgram } from './programs.mjs'
import { runProgram } from './run-program.mjs'

/**
 * Applies the schema migrations and registers the local token, if there is one.
 *
 * @returns {Promise<{ setupToken: string | null }>} the one-time token, while there is no administrator
 */
export async function boot(instance, { env, signal, url, token }) {
  const log = openLog(join(instance.logs, 'boot.log'))
  const program = bootProgram({ env, needs: { DATABASE_URL: url, GODWIT_LOCAL_TOKEN_VALUE: token } })
  try {
    const answer = await runProgram('Preparing the database', program.args, {
      env: program.env,
      log,
      signal,
      isAnswer: true,
    })
    return JSON.parse(answer.at(-1) ?? '{}')
  } finally {
    log.close()
  }
}
