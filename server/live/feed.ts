import type { Clock } from './clock'

/** Something that was read, and when its reading began: what a later reading saw is never replaced by an earlier one. */
export interface Reading<T> {
  readonly value: T
  readonly beganAt: number
}

interface FeedOptions<T> {
  /** Reads what is new; null: nothing to tell. */
  readonly read: () => Promise<T | null>
  readonly onError: (cause: unknown) => void
  readonly clock: Clock
  /** No two readings begin closer together than this. */
  readonly leastMs: number
  /** Without any poke it reads this often, so that a lost one costs time only. */
  readonly everyMs: number
}

/**
 * One topic, read for all who listen to it together.
 *
 * *Asleep* without listeners. *Waiting* for a poke or for `everyMs`. *Reading*: one reading at a time; pokes that come meanwhile, or
 * sooner than `leastMs` after it began, are answered together by the next one. A reading that fails is told to `onError` and tried
 * again when its time comes.
 */
export class Feed<T> {
  #listeners = new Set<(reading: Reading<T>) => void>()
  #cancel: (() => void) | null = null
  #isReading = false
  #isPoked = false
  #beganAt = Number.NEGATIVE_INFINITY
  readonly #options: FeedOptions<T>

  constructor(options: FeedOptions<T>) {
    this.#options = options
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0
  }

  /** Hears every reading from now on, until the answer is called. */
  listen(listener: (reading: Reading<T>) => void): () => void {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#wait()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#cancel?.()
      this.#cancel = null
    }
  }

  /** Something has changed: read as soon as allowed. */
  poke(): void {
    this.#isPoked = true
    if (!this.#isReading && this.isHeard) this.#wait()
  }

  #wait(): void {
    const { clock, leastMs, everyMs } = this.#options
    this.#cancel?.()
    const due = this.#isPoked ? this.#beganAt + leastMs : Math.max(this.#beganAt, clock.now() - leastMs) + everyMs
    this.#cancel = clock.later(() => void this.#read(), Math.max(0, due - clock.now()))
  }

  async #read(): Promise<void> {
    const { read, clock, onError } = this.#options
    this.#isReading = true
    this.#isPoked = false
    const beganAt = clock.now()
    this.#beganAt = beganAt
    try {
      const value = await read()
      if (value !== null) for (const listener of this.#listeners) listener({ value, beganAt })
    } catch (cause) {
      onError(cause)
    } finally {
      this.#isReading = false
      if (this.isHeard) this.#wait()
    }
  }
}
