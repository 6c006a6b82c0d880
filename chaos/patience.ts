import { setTimeout as wait } from 'node:timers/promises'

const pauseMs = 50

/**
 * Does something that may meet a server that is away, again and again until it succeeds or the time is over: what it met last is
 * thrown then.
 */
export async function patiently<T>(work: () => Promise<T>, forMs = 30_000): Promise<T> {
  for (const end = performance.now() + forMs; ; await wait(pauseMs)) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > end) throw error
    }
  }
}

/** Waits until something is so; false: the time was over. */
export async function untilSo(isSo: () => Promise<boolean>, forMs: number, everyMs = 15): Promise<boolean> {
  for (const end = performance.now() + forMs; performance.now() < end; await wait(everyMs)) {
    if (await isSo()) return true
  }
  return false
}
