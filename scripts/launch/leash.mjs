// Preloaded into the programs that the launcher starts: they end when the launcher does, however it died. SIGTERM
// first, so that a program drains as it would on any stop; by force if it does not end.
// Node hands `--import` on to what a program forks; those have channels of their own to leave alone.
import { isMainThread } from 'node:worker_threads'

const graceMs = 12_000

if (isMainThread && process.channel && process.env.GODWIT_LEASH === String(process.ppid)) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), graceMs).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  process.channel.unref() // the leash alone keeps nothing alive
  delete process.env.GODWIT_LEASH
}
