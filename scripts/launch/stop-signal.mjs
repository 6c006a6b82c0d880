import { watchOwner } from './owner-watch.mjs'

const forceAfterMs = 500

/**
 * An AbortSignal that fires when this process is asked to stop: SIGINT, SIGTERM, SIGHUP, or the process that started it
 * is gone. A signal that comes again after a moment exits at once, unless `forces` is false. Call it before the first
 * await.
 */
export function stopSignal({ forces = true } = {}) {
  const controller = new AbortController()
  const stop = () => controller.abort()
  let askedAt
  const ask = () => {
    if (forces && askedAt !== undefined && Date.now() - askedAt > forceAfterMs) process.exit(130)
    askedAt ??= Date.now()
    stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ask)
  process.once('disconnect', stop)
  watchOwner(stop)
  return controller.signal
}
