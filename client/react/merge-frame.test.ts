import { createTRPCClient, httpLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import superjson from 'superjson'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MigrationDto, MigrationEventDto, MigrationProgressDto } from '@/domain/contracts/migration'
import type { AppRouter } from '@/server/trpc/root'
import type { Cache } from './cache'
import { createFrameMerger } from './merge-frame'
import { createQueryClient } from './query-client'

const projectId = 'p1'
const migrationId = 'm1'
const migration = (change: Partial<MigrationDto> = {}) =>
  ({
    id: migrationId,
    projectId,
    state: 'Running',
    stateReason: null,
    createdAt: '2026-01-02',
    processedRows: '1',
    ...change,
  }) as MigrationDto
const progress = (change: Partial<MigrationProgressDto> = {}) =>
  ({
    migrationId,
    seq: 1,
    at: '2026-01-01T00:00:00.000Z',
    rowsPerSecond: 10,
    bytesPerSecond: 20,
    processedRows: '1',
    ...change,
  }) as MigrationProgressDto
const event = (seq: number) => ({ migrationId, seq }) as MigrationEventDto
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

let cache: Cache
let merge: ReturnType<typeof createFrameMerger>
let asked: string[]
let answer: Promise<Response>
beforeEach(() => {
  asked = []
  answer = new Promise(() => undefined)
  const queryClient = createQueryClient()
  const fetch = (input: unknown) => {
    asked.push(new URL(String(input)).pathname.replace('/', ''))
    return answer
  }
  const client = createTRPCClient<AppRouter>({
    links: [httpLink({ url: 'http://x', transformer: superjson, fetch: fetch as never })],
  })
  cache = { queryClient, trpc: createTRPCOptionsProxy<AppRouter>({ client, queryClient }) }
  merge = createFrameMerger(cache)
})

const tell = async (
  change: Partial<MigrationDto>,
  events: MigrationEventDto[] = [],
  told: Partial<MigrationProgressDto> = {},
) => {
  merge({ kind: 'migration', migration: migration(change), progress: progress(told), events })
  await settle()
}
const isStale = (queryKey: readonly unknown[]) => cache.queryClient.getQueryState(queryKey)?.isInvalidated

describe('a frame about a migration', () => {
  it('is what its queries answer from then on', async () => {
    await tell({ processedRows: '9' }, [], { processedRows: '9' })
    const { queryClient, trpc } = cache
    expect(queryClient.getQueryData(trpc.migration.byId.queryKey({ migrationId }))?.processedRows).toBe('9')
    expect(queryClient.getQueryData(trpc.migration.progress.queryKey({ migrationId }))?.processedRows).toBe('9')
  })

  it('is not overwritten by a read that began before it', async () => {
    const { queryClient, trpc } = cache
    const old = Response.json({ result: { data: superjson.serialize(migration({ state: 'Running' })) } })
    let reply: (response: Response) => void = () => undefined
    answer = new Promise((resolve) => {
      reply = resolve
    })
    const read = queryClient.fetchQuery(trpc.migration.byId.queryOptions({ migrationId })).catch(() => null)
    await settle()
    await tell({ state: 'Completed' })
    reply(old)
    await read
    await settle()
    expect(queryClient.getQueryData(trpc.migration.byId.queryKey({ migrationId }))?.state).toBe('Completed')
  })

  it('replaces its row in every list, in pages and not, and asks for nothing', async () => {
    const { queryClient, trpc } = cache
    const page = { migrations: [migration(), migration({ id: 'm2', createdAt: '2026-01-03' })], nextCursor: null }
    const plain = trpc.migration.list.queryKey({ projectId })
    const paged = trpc.migration.list.infiniteQueryKey({ projectId })
    queryClient.setQueryData(plain, page)
    queryClient.setQueryData(paged, { pages: [page, page], pageParams: [null, 'x'] })
    await tell({ processedRows: '5' })
    expect(queryClient.getQueryData(plain)?.migrations.map((row) => row.processedRows)).toEqual(['5', '1'])
    expect(queryClient.getQueryData(paged)?.pages[1]?.migrations[0]?.processedRows).toBe('5')
    expect([isStale(plain), isStale(paged)]).toEqual([false, false])
    expect(asked).toEqual([])
  })

  it('that is new makes the lists of its project be read again, and no other', async () => {
    const { queryClient, trpc } = cache
    const own = trpc.migration.list.queryKey({ projectId })
    const other = trpc.migration.list.queryKey({ projectId: 'p2' })
    for (const key of [own, other]) queryClient.setQueryData(key, { migrations: [], nextCursor: null })
    await tell({})
    expect([isStale(own), isStale(other)]).toEqual([true, false])
  })

  it('that has changed its state makes the overview be read again; one that moves on does not', async () => {
    const { queryClient, trpc } = cache
    const key = trpc.project.overview.queryKey({ projectId })
    queryClient.setQueryData(key, { running: [migration()], needsAttention: [] } as never)
    await tell({ processedRows: '7' })
    expect(queryClient.getQueryData(key)?.running[0]?.processedRows).toBe('7')
    expect(isStale(key)).toBe(false)
    await tell({ state: 'Failed' })
    expect(isStale(key)).toBe(true)
  })
})

describe('events', () => {
  const key = () => cache.trpc.migration.history.queryKey({ migrationId })
  const page = (seqs: number[]) => ({ events: seqs.map(event), nextCursor: null })
  const shown = () => cache.queryClient.getQueryData(key())?.events.map(({ seq }) => seq)

  it('come on top of the first page, each once', async () => {
    cache.queryClient.setQueryData(key(), page([2, 1]))
    await tell({}, [event(2), event(3), event(4)])
    await tell({}, [event(4), event(5)])
    expect(shown()).toEqual([5, 4, 3, 2, 1])
    expect(isStale(key())).toBe(false)
  })

  it('of which some are missing make the page be read again', async () => {
    cache.queryClient.setQueryData(key(), page([2, 1]))
    await tell({}, [event(9)])
    expect(isStale(key())).toBe(true)
  })
})

describe('the chart', () => {
  it('grows by a point a second at most, where it is shown', async () => {
    const { queryClient, trpc } = cache
    const key = trpc.migration.metrics.queryKey({ migrationId })
    await tell({}, [], { at: '2026-01-01T00:00:00.000Z' })
    expect(queryClient.getQueryData(key)).toBeUndefined()
    queryClient.setQueryData(key, { migrationId, points: [] })
    for (const at of ['00.000', '00.500', '01.000', '01.900', '02.100'])
      await tell({}, [], { at: `2026-01-01T00:00:${at}Z` })
    await tell({}, [], { at: '2026-01-01T00:00:09.000Z', rowsPerSecond: null })
    expect(queryClient.getQueryData(key)?.points.map(({ at }) => at.slice(17, 23))).toEqual([
      '00.000',
      '01.000',
      '02.100',
    ])
  })
})

describe('a frame about a project', () => {
  it('brings its connections, with the test that is under way', async () => {
    const { queryClient, trpc } = cache
    const key = trpc.connection.list.queryKey({ projectId })
    const connection = { id: 'c1', projectId, name: 'a', schema: null, lastTest: null }
    queryClient.setQueryData(key, [connection] as never)
    const lastTest = { id: 't1', connectionId: 'c1', state: 'passed' }
    merge({ kind: 'project', projectId, migrations: [], connections: [{ ...connection, lastTest } as never] })
    await settle()
    expect(queryClient.getQueryData(key)?.[0]?.lastTest?.state).toBe('passed')
    expect(queryClient.getQueryData(trpc.connection.testById.queryKey({ connectionTestId: 't1' }))?.state).toBe(
      'passed',
    )
    expect(queryClient.getQueryData(trpc.connection.byId.queryKey({ connectionId: 'c1' }))?.name).toBe('a')
    expect(isStale(key)).toBe(false)
    merge({ kind: 'project', projectId, migrations: [], connections: [{ ...connection, id: 'c2' } as never] })
    await settle()
    expect(isStale(key)).toBe(true)
  })
})

describe('the frames about a project', () => {
  const tellProject = async (...migrations: MigrationDto[]) => {
    merge({ kind: 'project', projectId, migrations, connections: [] })
    await settle()
  }

  it('let its numbers be counted again when a migration is new or stands elsewhere, and else leave them', async () => {
    const { queryClient, trpc } = cache
    const key = trpc.project.list.queryKey()
    queryClient.setQueryData(key, [])
    await tellProject(migration())
    await tellProject(migration({ processedRows: '2' }))
    expect(isStale(key)).toBe(false)
    await tellProject(migration({ state: 'Completed' }))
    expect(isStale(key)).toBe(true)
    queryClient.setQueryData(key, [])
    await tellProject(migration({ id: 'm2', state: 'Draft' }))
    expect(isStale(key)).toBe(true)
  })
})
