import { ensureDatabases, renewOwner } from './databases'
import { demoRows, required } from './environment'
import { registerConnections } from './register'
import { run } from './run'

/** Makes the demo's databases and registers them. Doing it again changes nothing but the password. */
async function prepare(): Promise<number> {
  const adminUrl = required('GODWIT_DEMO_ADMIN_URL')
  const [url, token] = [required('GODWIT_URL'), required('GODWIT_TOKEN')]
  const rows = demoRows()
  await ensureDatabases(adminUrl, rows)
  await registerConnections({ url, token, adminUrl, role: await renewOwner(adminUrl) })
  console.log(`The demo is ready: ${rows} rows.`)
  return 0
}

const verbs = new Map([
  ['prepare', prepare],
  ['run', run],
])
const verb = verbs.get(process.argv[2] ?? '')
if (verb) {
  process.exitCode = await verb().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    return 1
  })
} else {
  console.error('usage: demo prepare | run')
  process.exitCode = 2
}
