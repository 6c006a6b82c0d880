import type { Clock } from '../live/clock'

/** A clock that a test moves by hand. */
export class HandClock implements Clock {
  #at = 1_000_000
  #queue: { due: number; work: () => void }[] = []
  readonly now = (): number => this.#at
  readonly later = (work: () => void, ms: number): (() => void) => {
    const entry = { due: this.#at + ms, work }
    this.#queue.push(entry)
    return () => {
      this.#queue = this.#queue.filter((other) => other !== entry)
    }
  }

  /** Lets time pass; what falls due is done in order, and given the chance to finish. */
  async pass(ms: number): Promise<void> {
    const end = this.#at + ms
    for (;;) {
      const next = this.#queue.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0]
      if (next === undefined) break
      this.#queue = this.#queue.filter((other) => other !== next)
      this.#at = Math.max(this.#at, next.due)
      next.work()
      await settle()
    }
    this.#at = end
    await settle()
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}
