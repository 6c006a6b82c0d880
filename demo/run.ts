import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { compareDatabases } from '@/testbed/compare'
import { tableDigests } from '@/testbed/table-digests'
import { ensureDatabases, ensureProof } from './databases'
import { demoRows, required } from './environment'
import { listDifferences, summary } from './summary'

/** Schemas that are Godwit's own in a target: its ledger of receipts. */
const ignoreSchemas = ['godwit']

/**
 * The headless proof: migrates the demo into a fresh database through a running Godwit, as anybody could with its
 * command, then compares both by SQL that knows nothing of it. Answers an exit code: 0 only if they are equal.
 */
export async function run(): Promise<number> {
  const adminUrl = required('GODWIT_DEMO_ADMIN_URL')
  await ensureDatabases(adminUrl, demoRows())
  const { source, target } = await ensureProof(adminUrl)
  const migrated = await migrate(source, target)

  const [before, after] = [await tableDigests(source), await tableDigests(target, { ignoreSchemas })]
  console.log(`\n${summary(before, after)}\n`)
  const differences = await compareDatabases(source, target, { ignoreSchemas })
  if (differences.length > 0) console.log(`Not equal:\n${listDifferences(differences)}`)
  if (migrated !== 0) console.log(`godwit migrate ended with exit code ${migrated}`)
  if (differences.length > 0 || migrated !== 0) return 1
  console.log('Source and target are equal: every row, and everything defined around them.')
  return 0
}

/** Runs `godwit migrate`, built beside this program. Its talk and its progress bar go where ours do. */
async function migrate(source: string, target: string): Promise<number> {
  const command = join(import.meta.dirname, 'godwit.mjs')
  const args = ['migrate', '--from', source, '--to', target, '--name', 'Demo, headless', '--yes', '--json']
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...process.env, GODWIT_URL: required('GODWIT_URL'), GODWIT_TOKEN: required('GODWIT_TOKEN') },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const stop = () => child.kill('SIGINT')
  process.once('SIGTERM', stop)
  const [code] = (await once(child, 'exit')) as [number | null]
  process.off('SIGTERM', stop)
  return code ?? 130
}
