import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { runCommand } from './run-command'

/** Debian's packages that the bench needs, by a program of each. */
const packages = new Map([
  ['/usr/lib/postgresql/15/bin/pgbench', 'postgresql-15'],
  ['pgcopydb', 'pgcopydb'],
  ['pgloader', 'pgloader'],
])

/**
 * Makes sure that the peers are there: as root Debian's packages of them are installed. Answers what is still missing; figures
 * against that are not reached.
 */
export async function ensurePrograms(say: (line: string) => void): Promise<ReadonlySet<string>> {
  const lacking = async () => {
    const found: string[] = []
    for (const program of packages.keys()) if (!(await isThere(program))) found.push(program)
    return found
  }
  const missing = await lacking()
  if (missing.length === 0 || process.getuid?.() !== 0) return new Set(missing)
  const names = missing.map((program) => packages.get(program) ?? program)
  say(`Installing ${names.join(', ')}`)
  await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
    DEBIAN_FRONTEND: 'noninteractive',
  }).catch((error: unknown) => say(String(error)))
  return new Set(await lacking())
}

async function isThere(program: string): Promise<boolean> {
  return promisify(execFile)('sh', ['-c', `command -v ${program}`]).then(
    () => true,
    () => false,
  )
}
