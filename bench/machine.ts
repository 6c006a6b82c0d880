import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'

/** Where figures come from, a line each. */
export function machine(): string[] {
  const [cpu] = cpus()
  const [load = 0] = loadavg()
  const [, name = 'Linux'] = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
  return [
    `${cpus().length} × ${cpu?.model.trim() || 'CPU of an unknown make'}, ${(totalmem() / 1024 ** 3).toFixed(0)} GB of memory`,
    `${name}, Linux ${release()}, Node ${process.versions.node}, ${versionOf('/usr/lib/postgresql/15/bin/postgres')}`,
    `load over the last minute before the bench began: ${load.toFixed(2)}`,
  ]
}

const versionOf = (program: string) => execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()
