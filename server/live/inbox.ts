import type { Topic } from '@/domain/contracts/live'
import type { MigrationFacts } from '../queries/migration/migration-facts'
import type { Clock } from './clock'
import { keyOf } from './cursor'
import type { Reading } from './feed'
import type { Hub } from './hub'
import type { MigrationNews } from './migration-news'
import type { ProjectNews } from './project-news'

/** News of one topic that a stream has not told yet. */
export type Letter =
  | { readonly topic: Topic; readonly kind: 'migration'; readonly news: MigrationNews }
  | { readonly topic: Topic; readonly kind: 'project'; readonly news: ProjectNews }

/**
 * What the hub has for one stream until the stream comes round to it. A slow reader does not fill memory: newer news of a topic
 * replace or join older ones.
 */
export class Inbox {
  readonly #letters = new Map<string, Letter>()
  readonly #stops = new Map<string, () => void>()
  /** What began before a topic's own backlog was read is older than that, and dropped. */
  readonly #from = new Map<string, number>()
  readonly #clock: Clock
  #wake: (() => void) | null = null

  constructor(hub: Pick<Hub, 'watchMigration' | 'watchProject'>, topics: readonly Topic[], clock: Clock) {
    this.#clock = clock
    for (const topic of topics) {
      const key = keyOf(topic)
      if (this.#stops.has(key)) continue
      const stop =
        topic.kind === 'migration'
          ? hub.watchMigration(topic.id, (reading) =>
              this.#put(key, reading, () => ({ topic, kind: 'migration', news: reading.value })),
            )
          : hub.watchProject(topic.id, (reading) => this.#put(key, reading, () => this.#join(topic, reading.value)))
      this.#stops.set(key, stop)
    }
  }

  /** The backlog of a topic is about to be read. */
  beginBacklog(topic: Topic): void {
    this.#from.set(keyOf(topic), this.#clock.now())
  }

  /** Takes all there is. */
  take(): Letter[] {
    const letters = [...this.#letters.values()]
    this.#letters.clear()
    return letters
  }

  /** Waits for a letter, for `ms`, or for `signal`, whichever comes first. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#letters.size > 0 || signal.aborted) return
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.later(done, ms)
      this.#wake = done
      signal.addEventListener('abort', done, { once: true })
      function done() {
        cancel()
        signal.removeEventListener('abort', done)
        resolve()
      }
    })
    this.#wake = null
  }

  /** No more of this topic. */
  drop(topic: Topic): void {
    const key = keyOf(topic)
    this.#stops.get(key)?.()
    this.#stops.delete(key)
    this.#letters.delete(key)
  }

  close(): void {
    for (const stop of this.#stops.values()) stop()
    this.#stops.clear()
    this.#letters.clear()
  }

  #put(key: string, { beganAt }: Reading<unknown>, make: () => Letter): void {
    if (beganAt < (this.#from.get(key) ?? 0)) return
    this.#letters.set(key, make())
    this.#wake?.()
  }

  #join(topic: Topic, news: ProjectNews): Letter {
    const held = this.#letters.get(keyOf(topic))
    if (held?.kind !== 'project') return { topic, kind: 'project', news }
    const idOf = (facts: MigrationFacts) => facts.row.migration.id
    return {
      topic,
      kind: 'project',
      news: {
        migrations: [...new Map([...held.news.migrations, ...news.migrations].map((m) => [idOf(m), m])).values()],
        connections: [...new Map([...held.news.connections, ...news.connections].map((c) => [c.id, c])).values()],
      },
    }
  }
}
