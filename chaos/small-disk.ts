import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, open, rm, rmdir } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const megabytes = 64

/** A disk of 64 MB in memory that can be filled to its last byte. */
export interface SmallDisk {
  readonly folder: string
  readonly fill: () => Promise<void>
  readonly empty: () => Promise<void>
  readonly remove: () => Promise<void>
}

/** Makes such a disk with a folder for PostgreSQL on it; null: this user may not mount one. It goes with this process. */
export async function makeSmallDisk(): Promise<SmallDisk | null> {
  if (process.getuid?.() !== 0) return null
  const mount = await mkdtemp(join(tmpdir(), 'godwit-small-'))
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', mount]).then(
    () => true,
    () => false,
  )
  if (!mounted) {
    await rmdir(mount)
    return null
  }
  // However this process ends, the pipe closes, and the mount goes.
  const script = 'read -r _; umount -l "$1"; rmdir "$1"'
  const guard = spawn('/bin/sh', ['-c', script, 'sh', mount], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  guard.unref()
  const pipe = guard.stdin as Socket
  pipe.unref()
  const folder = join(mount, 'space')
  await run('install', ['-d', '-o', 'nobody', '-m', '0700', folder])
  await chmod(mount, 0o755)
  const filler = join(mount, 'filler')
  return {
    folder,
    fill: async () => {
      const file = await open(filler, 'w')
      try {
        for (const piece of [Buffer.alloc(1 << 20), Buffer.alloc(1 << 12)]) {
          while ((await file.write(piece).catch(() => ({ bytesWritten: 0 }))).bytesWritten === piece.length);
        }
      } finally {
        await file.close()
      }
    },
    empty: () => rm(filler, { force: true }),
    remove: async () => {
      pipe.end()
    },
  }
}
