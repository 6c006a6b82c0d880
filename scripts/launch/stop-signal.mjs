const forceAfterMs = 500

/**
 * An AbortSignal that fires when this process is asked to stop (SIGINT, SIGTERM, SIGHUP, or the process that started
 * it is gone). Asked again after a moment, it exits at once. Call it before the first await.
 */
export function stopSignal() {
  const controller = new AbortController()
  let askedAt
  const ask = () => {
    if (askedAt !== undefined && Date.now() - askedAt > forceAfterMs) process.exit(130)
    askedAt ??= Date.now()
    controller.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ask)
  process.once('disconnect', ask)
  return controller.signal
}
