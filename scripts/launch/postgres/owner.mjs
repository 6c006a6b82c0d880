import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Whom the server runs as: `nobody` where we are root, which PostgreSQL refuses; undefined for ourselves. */
export function serverOwner() {
  if (process.getuid?.() !== 0) return undefined
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
  const [, , uid, gid] = entry?.split(':') ?? []
  return { uid: Number(uid ?? 65_534) >>> 0, gid: Number(gid ?? 65_534) >>> 0 }
}

/** True if the owner may enter the folder. Asked of the system itself: modes, access lists and mounts all count. */
export function canEnter(owner, dir) {
  return (
    !owner || spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...owner, cwd: '/', stdio: 'ignore' }).status === 0
  )
}
