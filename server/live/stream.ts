import { TRPCError, tracked } from '@trpc/server'
import type { z } from 'zod'
import type { LiveFrame, liveInputSchema, Topic } from '@/domain/contracts/live'
import type { Identity } from '../auth/identity'
import { toMigrationDto } from '../queries/migration/migration-dto'
import type { Services } from '../services'
import { type Clock, systemClock } from './clock'
import { formatCursors, keyOf, parseCursors } from './cursor'
import { Inbox, type Letter } from './inbox'
import { type MigrationNews, readMigrationNews, readMissedEvents } from './migration-news'
import { readProjectNews } from './project-news'
import { ProjectTold } from './project-told'
import { type Levels, type MigrationPlace, readRights } from './rights'

/** A frame comes at least this often, and with it the rights are checked anew. */
const aliveMs = 2_000

interface StreamOptions {
  readonly services: Pick<Services, 'db' | 'hub' | 'now' | 'shutdown'>
  readonly identity: Identity
  readonly input: z.output<typeof liveInputSchema>
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal
  readonly clock?: Clock
}

/**
 * events.stream: what happens to the asked topics, frame by frame, each under an id from which a later stream goes on.
 *
 * It listens before it reads the backlog, so that nothing falls in between. Before any frame leaves, the rights are read anew; a topic
 * that may no longer be seen gets a last frame `gone`, and the stream ends once the session or token no longer holds. When the process
 * stops it throws SERVICE_UNAVAILABLE, upon which clients come again.
 */
export async function* streamEvents(options: StreamOptions) {
  const { services, identity, input, clock = systemClock } = options
  const signal = AbortSignal.any([options.signal, services.shutdown.signal])
  const inbox = new Inbox(services.hub, input.topics, clock)
  const teller = new Teller(services, parseCursors(input.lastEventId))
  let topics = [...new Map(input.topics.map((topic) => [keyOf(topic), topic])).values()]
  let isFirst = true
  try {
    while (!signal.aborted) {
      const letters = isFirst ? await openingLetters(options, { topics, inbox, teller }) : inbox.take()
      const rights = await readRights(services, identity, { topics, migrations: placesOf(letters) })
      const gone = topics.filter((topic) => rights === null || !rights.has(keyOf(topic)))
      for (const topic of gone) {
        inbox.drop(topic)
        yield teller.track({ kind: 'gone', topic })
      }
      if (rights === null) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in again.' })
      topics = topics.filter((topic) => !gone.includes(topic))
      let isSilent = true
      for (const letter of letters) {
        const frame = rights.has(keyOf(letter.topic)) ? await teller.tell(letter, rights) : null
        if (frame === null) continue
        isSilent = false
        yield frame
      }
      if (isSilent) yield teller.track({ kind: 'alive', at: services.now().toISOString() })
      isFirst = false
      await inbox.wait(aliveMs, signal)
    }
  } finally {
    inbox.close()
  }
  if (services.shutdown.signal.aborted)
    throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'Godwit is being restarted.' })
}

/** The backlog of the topics that may be seen; nothing is read of the others. */
async function openingLetters(
  { services, identity }: StreamOptions,
  { topics, inbox, teller }: { topics: readonly Topic[]; inbox: Inbox; teller: Teller },
): Promise<Letter[]> {
  const rights = await readRights(services, identity, { topics, migrations: [] })
  return teller.backlog(
    topics.filter((topic) => rights?.has(keyOf(topic))),
    inbox,
  )
}

function placesOf(letters: readonly Letter[]): MigrationPlace[] {
  return letters
    .flatMap(({ news }) => ('facts' in news ? [news.facts] : news.migrations))
    .map((facts) => facts.row.migration)
}

/** Turns news into frames for one stream, and remembers how far it has told each topic. */
class Teller {
  readonly #services: StreamOptions['services']
  readonly #cursors: Map<string, number>
  readonly #told = new Map<string, ProjectTold>()

  constructor(services: StreamOptions['services'], cursors: Map<string, number>) {
    this.#services = services
    this.#cursors = cursors
  }

  /** The state of each topic as it is, or what came since the stream was left. */
  async backlog(topics: readonly Topic[], inbox: Inbox): Promise<Letter[]> {
    const { db, now } = this.#services
    const letters: Letter[] = []
    for (const topic of topics) {
      const cursor = this.#cursors.get(keyOf(topic)) ?? null
      inbox.beginBacklog(topic)
      if (topic.kind === 'project') {
        const since = cursor === null ? null : new Date(cursor)
        letters.push({ topic, kind: 'project', news: await readProjectNews(db, topic.id, since, now()) })
      } else {
        const news = await readMigrationNews(db, { migrationId: topic.id, after: cursor, now: now() })
        if (news !== null) letters.push({ topic, kind: 'migration', news })
      }
    }
    const wanted = new Set(topics.map(keyOf))
    for (const key of this.#cursors.keys()) if (!wanted.has(key)) this.#cursors.delete(key)
    return letters
  }

  async tell(letter: Letter, rights: Levels) {
    const key = keyOf(letter.topic)
    if (letter.kind === 'migration') return this.#migration(key, letter.news, rights)
    const { migrations, connections } = letter.news
    const told = this.#told.get(key) ?? new ProjectTold()
    this.#told.set(key, told)
    this.#cursors.set(key, this.#services.now().getTime())
    const seen = migrations.map((facts) => {
      const { id } = facts.row.migration
      return toMigrationDto(facts, rights.get(keyOf({ kind: 'migration', id })) ?? null)
    })
    const fresh = told.takeNew(seen, connections)
    return fresh === null ? null : this.track({ kind: 'project', projectId: letter.topic.id, ...fresh })
  }

  async #migration(key: string, { facts, progress, events, fromSeq }: MigrationNews, rights: Levels) {
    const cursor = this.#cursors.get(key)
    const { id, lastSeq } = facts.row.migration
    // Other streams may have been told what this one has not; where that is too much, it skips, and the timeline's page shows the rest.
    const isGap = cursor !== undefined && cursor < fromSeq
    const missed = isGap ? await readMissedEvents(this.#services.db, id, cursor) : null
    const told = (missed ?? events).filter((event) => event.seq > (cursor ?? 0))
    this.#cursors.set(key, Math.max(lastSeq, told.at(-1)?.seq ?? 0, cursor ?? 0))
    const migration = toMigrationDto(facts, rights.get(key) ?? null, progress)
    return this.track({ kind: 'migration', migration, progress, events: told })
  }

  /** A frame under the id from which the stream can be taken up after it. */
  track(frame: LiveFrame) {
    return tracked(formatCursors(this.#cursors) || '-', frame)
  }
}
