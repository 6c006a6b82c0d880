import type { TRPCClient } from '@trpc/client'
import type { LiveFrame, Topic } from '@/domain/contracts/live'
import type { AppRouter } from '@/server/trpc/root'
import { isSignedOut } from '../errors'

/** Whether what is on the page is live. */
export type LiveState =
  | { readonly state: 'connecting' }
  /** Frames arrive; `lagMs` is how old the newest dated one was on arrival. */
  | { readonly state: 'live'; readonly lagMs: number }
  /** No frame for more than 6 s: what is on the page is as of `since`. */
  | { readonly state: 'stale'; readonly since: string }

/** What a page knows of its stream. */
export interface Live {
  readonly live: LiveState
  /** ISO moment of the newest frame, by this machine's clock; null before the first. */
  readonly lastFrameAt: string | null
  /** Topics that may no longer be seen. */
  readonly gone: readonly Topic[]
  /** The session has ended: sign in again. */
  readonly signedOut: boolean
}

/** How the clock and timers are reached; tests bring their own. */
export interface LiveClock {
  readonly now: () => number
  readonly later: (work: () => void, ms: number) => () => void
}

export const browserClock: LiveClock = {
  now: () => Date.now(),
  later: (work, ms) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

export const atStart: Live = { live: { state: 'connecting' }, lastFrameAt: null, gone: [], signedOut: false }

const staleMs = 6_000
const retryMs = [1_000, 2_000, 4_000, 5_000] as const
const keyOf = (topic: Topic) => `${topic.kind}:${topic.id}`

/**
 * The one stream of a tab.
 *
 * *Idle* while nobody holds it. *Open* as soon as somebody does, with the topics of all holders; when these change, the stream is opened
 * anew after the last frame's id, so that nothing is lost in between. *Waiting* after an error that the transport does not mend itself:
 * it tries again with growing pauses. *Signed out* once the server says so: it stays closed until `resume`, or until a page is loaded anew.
 */
export class LiveConnection {
  #live = atStart
  #lastEventId: string | undefined
  #failures = 0
  /** What the open stream was opened for; null while none is open. */
  #openTopics: string | null = null
  #close: (() => void) | null = null
  #cancelStart: (() => void) | null = null
  #cancelStale: (() => void) | null = null
  readonly #holders = new Set<readonly Topic[]>()
  readonly #listeners = new Set<() => void>()
  readonly #client: TRPCClient<AppRouter>
  readonly #onFrame: (frame: LiveFrame) => void
  readonly #clock: LiveClock

  constructor(options: { client: TRPCClient<AppRouter>; onFrame: (frame: LiveFrame) => void; clock?: LiveClock }) {
    this.#client = options.client
    this.#onFrame = options.onFrame
    this.#clock = options.clock ?? browserClock
  }

  /** Asks for topics until the answer is called. */
  hold(topics: readonly Topic[]): () => void {
    this.#holders.add(topics)
    this.#forgetGone(topics)
    this.#restart(0)
    return () => {
      this.#holders.delete(topics)
      this.#restart(0)
    }
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly snapshot = (): Live => this.#live

  /** After signing in again: the stream goes on after the last frame's id. */
  readonly resume = (): void => {
    this.#set({ signedOut: false, gone: [] })
    this.#restart(0)
  }

  #set(change: Partial<Live>): void {
    this.#live = { ...this.#live, ...change }
    for (const listener of this.#listeners) listener()
  }

  /** Who asks for a topic anew may have got the right to see it. */
  #forgetGone(topics: readonly Topic[]): void {
    const asked = new Set(topics.map(keyOf))
    const gone = this.#live.gone.filter((topic) => !asked.has(keyOf(topic)))
    if (gone.length < this.#live.gone.length) this.#set({ gone })
  }

  #topics(): Topic[] {
    const gone = new Set(this.#live.gone.map(keyOf))
    const wanted = new Map([...this.#holders].flat().map((topic) => [keyOf(topic), topic]))
    return [...wanted].filter(([key]) => !gone.has(key)).map(([, topic]) => topic)
  }

  /** Holders come and go several at a time while a page changes: one restart serves them all. */
  #restart(afterMs: number): void {
    this.#cancelStart?.()
    this.#cancelStart = this.#clock.later(() => {
      this.#cancelStart = null
      const isWanted = this.#holders.size > 0 && !this.#live.signedOut
      if (isWanted && this.#openTopics === this.#topics().map(keyOf).join()) return
      this.#close?.()
      this.#close = null
      if (isWanted) this.#open()
      else this.#stopAwaiting()
    }, afterMs)
  }

  #open(): void {
    let current = true
    const lastEventId = this.#lastEventId
    const topics = this.#topics()
    this.#openTopics = topics.map(keyOf).join()
    const stream = this.#client.events.stream.subscribe(
      lastEventId === undefined ? { topics } : { topics, lastEventId },
      {
        onData: ({ id, data }) => {
          if (!current) return
          this.#lastEventId = id
          this.#received(data)
        },
        onError: (error) => {
          if (current) void this.#failed(error, () => current)
        },
      },
    )
    this.#close = () => {
      current = false
      this.#openTopics = null
      stream.unsubscribe()
    }
    if (this.#cancelStale === null) this.#awaitFrame()
  }

  #received(frame: LiveFrame): void {
    this.#failures = 0
    const now = this.#clock.now()
    const lagMs = lagOf(frame, now) ?? (this.#live.live.state === 'live' ? this.#live.live.lagMs : 0)
    this.#set({ live: { state: 'live', lagMs }, lastFrameAt: new Date(now).toISOString() })
    if (frame.kind === 'gone') this.#set({ gone: [...this.#live.gone, frame.topic] })
    this.#onFrame(frame)
    this.#awaitFrame()
  }

  /**
   * After 6 s without a frame, what is on the page is old, and says so; before the first frame it is as old as the asking.
   * Only a frame begins the time anew, no attempt to open the stream does: those come more often than each 6 s.
   */
  #awaitFrame(): void {
    this.#stopAwaiting()
    const asked = new Date(this.#clock.now()).toISOString()
    this.#cancelStale = this.#clock.later(() => {
      this.#set({ live: { state: 'stale', since: this.#live.lastFrameAt ?? asked } })
    }, staleMs)
  }

  #stopAwaiting(): void {
    this.#cancelStale?.()
    this.#cancelStale = null
  }

  /** The transport has given up. A status is not told to an EventSource, so an ordinary call finds out whether the session has ended. */
  async #failed(error: unknown, isCurrent: () => boolean): Promise<void> {
    const signedOut = isSignedOut(error) || (await this.#turnsAway())
    if (!isCurrent()) return
    this.#openTopics = null
    if (signedOut) {
      this.#stopAwaiting()
      this.#set({ signedOut: true })
      return
    }
    const wait = retryMs[Math.min(this.#failures++, retryMs.length - 1)] ?? 5_000
    this.#restart(wait)
  }

  async #turnsAway(): Promise<boolean> {
    return this.#client.session.me.query().then(() => false, isSignedOut)
  }
}

function lagOf(frame: LiveFrame, now: number): number | null {
  const at = frame.kind === 'alive' ? frame.at : frame.kind === 'migration' ? frame.progress.at : null
  return at === null ? null : Math.max(0, now - Date.parse(at))
}
