import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isClaimed } from '../claim.mjs'
import { readIfThere, readJson } from '../stamp.mjs'

/** What a running server wrote about itself: its process id and port; undefined where none runs. */
export function readPostmaster(data) {
  const lines = readIfThere(join(data, 'postmaster.pid'), 'utf8')?.split('\n')
  const pid = Number(lines?.[0])
  const port = Number(lines?.[3])
  return pid > 1 && port > 0 && isPostgres(pid) ? { pid, port } : undefined
}

/** Stops a server that is not our child: sessions are ended in order; after the grace time at once. */
export async function stopPostmaster(data, { graceMs = 20_000 } = {}) {
  const running = readPostmaster(data)
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  for (const until = Date.now() + graceMs; readPostmaster(data)?.pid === running.pid; await sleep(50)) {
    if (Date.now() > until) return void process.kill(running.pid, 'SIGQUIT')
  }
}

/** Stops the server of an instance whose launcher died without doing so. */
export async function stopAbandoned(instance) {
  if (!isClaimed(instance.lock)) await stopPostmaster(dataOf(instance))
}

/** The data folder of an instance, wherever it was placed. */
export function dataOf(instance) {
  return readJson(instance.postgres)?.data ?? join(instance.dir, 'postgres')
}

/** A stale file may name a process id that has come round to another program. */
function isPostgres(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return process.platform !== 'linux' || readIfThere(`/proc/${pid}/comm`, 'utf8')?.trim() === 'postgres'
}
