import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readIfThere, readJson } from './stamp.mjs'

/**
 * Takes a lock file for this process and answers the function that gives it back. A lock whose owner is dead is
 * taken over. While a living process holds it: waits, or with `waits: false` throws a `ClaimedError`.
 */
export async function claim(path, { waits = true } = {}) {
  mkdirSync(dirname(path), { recursive: true })
  const id = randomUUID()
  const mine = `${path}.${id}`
  writeFileSync(mine, JSON.stringify({ id, pid: process.pid, born: bornAt(process.pid) }))
  let tookOver = false
  try {
    for (;;) {
      if (tryLink(mine, path)) {
        if (!tookOver) break
        await sleep(20) // another one may have found the same dead owner and be about to unlink what is now ours
        if (readJson(path)?.id === id) break
      }
      const owner = readJson(path)
      if (owner && isAlive(owner)) {
        if (!waits) throw new ClaimedError(owner.pid)
        await sleep(100)
      } else {
        unlinkIfThere(path)
        tookOver = true
      }
    }
  } finally {
    unlinkIfThere(mine)
  }
  return () => {
    if (readJson(path)?.id === id) unlinkIfThere(path)
  }
}

/** True while a living process holds the lock. */
export function isClaimed(path) {
  const owner = readJson(path)
  return owner !== undefined && isAlive(owner)
}

/** The lock belongs to a living process. */
export class ClaimedError extends Error {
  constructor(pid) {
    super(`held by process ${pid}`)
    this.pid = pid
  }
}

/** A hard link appears with its content, or not at all because the name is taken: no moment with an empty lock. */
function tryLink(from, to) {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function unlinkIfThere(path) {
  try {
    unlinkSync(path)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function isAlive({ pid, born }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return bornAt(pid) === born
}

/** When a process began. Process ids come round again, after a restart of a container at once; this does not. */
function bornAt(pid) {
  const stat = process.platform === 'linux' ? readIfThere(`/proc/${pid}/stat`, 'utf8') : undefined
  if (stat !== undefined) {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  }
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}
