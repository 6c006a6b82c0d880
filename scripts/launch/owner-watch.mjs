/**
 * Calls `onOrphaned` once when the process that started this one is gone. A parent that is killed outright tells its
 * children nothing; they see only that they have another parent. (npm's own shell is no parent here: the npm scripts
 * say `exec`, because that shell would die of a signal alone and leave us behind.)
 */
export function watchOwner(onOrphaned, { everyMs = 300 } = {}) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onOrphaned()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
