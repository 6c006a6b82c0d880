import type { Logger } from 'pino'
import type { Db } from '@/db/client'
import { listen } from '@/db/wake'
import type { Topic } from '@/domain/contracts/live'
import { type Clock, systemClock } from './clock'
import { Feed, type Reading } from './feed'
import { type MigrationNews, readMigrationNews } from './migration-news'
import { type ProjectNews, readProjectNews } from './project-news'

/** At most two readings a second of each topic, however many wakes and listeners there are. */
const leastMs = 500
/** A wake may get lost: without any, a topic is read this often. */
const everyMs = 3_000

interface HubOptions {
  readonly db: Db
  /** Of the one connection that listens; opened with the first listener. */
  readonly listenUrl: string
  readonly logger: Logger
  readonly clock?: Clock
}

/**
 * Hears wakes for the whole process, on one connection, and reads each topic once for all who watch it. Without listeners it reads
 * nothing; after a lost connection it reads everything, since wakes may have been missed.
 */
export class Hub {
  readonly #migrations = new Map<string, Feed<MigrationNews>>()
  readonly #projects = new Map<string, Feed<ProjectNews>>()
  #listening: Promise<{ close: () => Promise<void> } | null> | null = null
  readonly #options: HubOptions
  readonly #clock: Clock

  constructor(options: HubOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
  }

  /** Hears what changes about a migration. */
  watchMigration(id: string, listener: (reading: Reading<MigrationNews>) => void): () => void {
    return this.#watch(this.#migrations, id, listener, () => this.#migrationFeed(id))
  }

  /** Hears what changes in a project. */
  watchProject(id: string, listener: (reading: Reading<ProjectNews>) => void): () => void {
    return this.#watch(this.#projects, id, listener, () => this.#projectFeed(id))
  }

  /** Ends the connection; listeners must be gone. */
  async close(): Promise<void> {
    const listening = await this.#listening
    this.#listening = null
    await listening?.close()
  }

  #watch<T>(
    feeds: Map<string, Feed<T>>,
    id: string,
    listener: (reading: Reading<T>) => void,
    make: () => Feed<T>,
  ): () => void {
    this.#listen()
    const feed = feeds.get(id) ?? make()
    feeds.set(id, feed)
    const stop = feed.listen(listener)
    return () => {
      stop()
      if (!feed.isHeard && feeds.get(id) === feed) feeds.delete(id)
    }
  }

  #listen(): void {
    this.#listening ??= listen({
      url: this.#options.listenUrl,
      applicationName: 'godwit web listen',
      onWake: (topic) => this.#poke(topic),
      onReconnect: () => {
        for (const feed of [...this.#migrations.values(), ...this.#projects.values()]) feed.poke()
      },
    }).catch((cause: unknown) => {
      // Readings go on every few seconds; the next listener tries to listen again.
      this.#options.logger.warn({ err: cause }, 'wakes cannot be heard')
      this.#listening = null
      return null
    })
  }

  #poke({ kind, id }: Topic): void {
    if (kind === 'migration') this.#migrations.get(id)?.poke()
    else this.#projects.get(id)?.poke()
  }

  #feed<T>(topic: Topic, read: () => Promise<T | null>): Feed<T> {
    const onError = (cause: unknown) => this.#options.logger.error({ err: cause, topic }, 'a topic cannot be read')
    return new Feed({ read, onError, clock: this.#clock, leastMs, everyMs })
  }

  #migrationFeed(id: string): Feed<MigrationNews> {
    let last: MigrationNews | null = null
    return this.#feed({ kind: 'migration', id }, async () => {
      const after = last?.facts.row.migration.lastSeq ?? null
      const asked = { migrationId: id, after, before: last, now: new Date(this.#clock.now()) }
      const news = await readMigrationNews(this.#options.db, asked)
      last = news ?? last
      return news
    })
  }

  #projectFeed(id: string): Feed<ProjectNews> {
    let since = new Date(this.#clock.now())
    return this.#feed({ kind: 'project', id }, async () => {
      const now = new Date(this.#clock.now())
      const news = await readProjectNews(this.#options.db, id, since, now)
      since = now
      return news
    })
  }
}
