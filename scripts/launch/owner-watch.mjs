import { readIfThere } from './stamp.mjs'

/**
 * Calls `onOrphaned` once when the process that started this one is gone. npm runs scripts through `sh -c`; a signal
 * to npm kills that shell and leaves its child, and SIGKILL to npm leaves both: so the grandparent is watched too,
 * where it can be read cheaply.
 */
export function watchOwner(onOrphaned, { everyMs = 300 } = {}) {
  const seen = lineage()
  const timer = setInterval(() => {
    if (lineage() === seen) return
    clearInterval(timer)
    onOrphaned()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

function lineage() {
  const parent = process.ppid
  if (!process.env.npm_lifecycle_event) return `${parent}`
  const stat = process.platform === 'linux' ? readIfThere(`/proc/${parent}/stat`, 'utf8') : undefined
  return `${parent} ${stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`
}
