import { z } from 'zod'
import { openDatabase } from './client'
import { databaseUrlSchema, readEnvironment } from './environment'
import { migrateDatabase } from './migrate'
import { registerLocalToken } from './statements/local-token'
import { renewSetUpToken } from './statements/set-up-link'
import { transaction } from './transaction'

/**
 * Prepares Godwit's database before web and worker start: schema, queues, the local token if there is one, the set-up link while there
 * is no administrator. Prints one line of JSON, `{"setupToken": string | null}`, for the launcher to show.
 */
const environmentSchema = z.object({
  DATABASE_URL: databaseUrlSchema,
  GODWIT_LOCAL_TOKEN_VALUE: z.string().startsWith('gdw_').min(32).optional(),
})

const environment = readEnvironment(environmentSchema, process.env)
if (!environment.ok) {
  process.stderr.write(
    `Godwit's database cannot be prepared:\n${environment.error.map((problem) => `  - ${problem}\n`).join('')}`,
  )
  process.exit(78)
}
const { DATABASE_URL: url, GODWIT_LOCAL_TOKEN_VALUE: localToken } = environment.value
await migrateDatabase(url)
const database = openDatabase({ url, max: 1, applicationName: 'godwit boot' })
const setupToken = await transaction(database.db, async (tx) => {
  if (localToken !== undefined) await registerLocalToken(tx, localToken, new Date())
  return renewSetUpToken(tx)
})
await database.close()
process.stdout.write(`${JSON.stringify({ setupToken })}\n`)
