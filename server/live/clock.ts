/** Time, as the live parts meet it; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Calls `work` once after `ms`; the answer cancels. */
  readonly later: (work: () => void, ms: number) => () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  later: (work, ms) => {
    const timer = setTimeout(work, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
