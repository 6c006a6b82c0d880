import { type LiveFrame, liveFrameSchema, type Topic } from '@/domain/contracts/live'
import type { Identity } from '../auth/identity'
import { streamEvents } from '../live/stream'
import type { Services } from '../services'

/** A frame, the id it came under, and when. */
export interface Received {
  readonly id: string
  readonly frame: LiveFrame
  readonly at: number
}

/** A stream that is being read, frame by frame; every frame is checked against the contract. */
export interface OpenStream {
  readonly received: Received[]
  /** Resolves with the first frame, now or later, that `is` accepts; throws after 5 s. */
  readonly next: (is: (frame: LiveFrame) => boolean) => Promise<Received>
  /** Resolves when the stream has ended: with what it threw, or null. */
  readonly ended: Promise<unknown>
  readonly close: () => Promise<void>
}

const patienceMs = 5_000

/** Opens a stream as the route would, after sign-in. */
export function openStream(
  services: Services,
  identity: Identity,
  input: { readonly topics: Topic[]; readonly lastEventId?: string },
): OpenStream {
  const abort = new AbortController()
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const read = async () => {
    for await (const [id, frame] of streamEvents({ services, identity, input, signal: abort.signal })) {
      received.push({ id: String(id), frame: liveFrameSchema.parse(frame), at: Date.now() })
      for (const look of waiting) look()
    }
    return null
  }
  const ended = read().catch((cause: unknown) => cause)
  const next: OpenStream['next'] = (is) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = received.find(({ frame }) => is(frame))
        if (found === undefined) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(found)
      }
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(
          new Error(
            `No such frame within ${patienceMs} ms; there were: ${received.map(({ frame }) => frame.kind).join()}`,
          ),
        )
      }, patienceMs)
      waiting.add(look)
      look()
    })
  return {
    received,
    next,
    ended,
    close: async () => {
      abort.abort()
      await ended
    },
  }
}
