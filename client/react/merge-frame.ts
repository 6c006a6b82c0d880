import type { QueryKey } from '@tanstack/react-query'
import type { ConnectionDto } from '@/domain/contracts/connection'
import type { LiveFrame } from '@/domain/contracts/live'
import type { Cache } from './cache'
import { mergeEvents, mergeMetrics, mergeMigration } from './merge-migration'

/**
 * Puts frames into the query cache, one after the other. A read that is under way when a frame arrives is older than the frame: it is
 * cancelled first, so that it cannot overwrite what is newer.
 */
export function createFrameMerger(cache: Cache): (frame: LiveFrame) => void {
  let tail = Promise.resolve()
  const told: ToldStates = new Map()
  return (frame) => {
    tail = tail.then(() => mergeFrame(cache, frame)).then(() => countAgain(cache, frame, told))
  }
}

/** By project, the state in which each migration was told last. */
type ToldStates = Map<string, ReadonlyMap<string, string>>

/** A migration that is new or stands elsewhere changes the numbers of its project, which are the server's to count. */
async function countAgain({ queryClient, trpc }: Cache, frame: LiveFrame, told: ToldStates): Promise<void> {
  if (frame.kind !== 'project') return
  const { projectId, migrations } = frame
  const before = told.get(projectId)
  told.set(projectId, new Map([...(before ?? []), ...migrations.map(({ id, state }) => [id, state] as const)]))
  // The first frame tells all of them; what the page has read by then counts them already.
  if (before === undefined || migrations.every(({ id, state }) => before.get(id) === state)) return
  await queryClient.invalidateQueries(trpc.project.list.queryFilter())
  await queryClient.invalidateQueries({ queryKey: trpc.project.overview.queryKey({ projectId }), exact: true })
}

async function mergeFrame(cache: Cache, frame: LiveFrame): Promise<void> {
  switch (frame.kind) {
    case 'migration': {
      const { migration, progress, events } = frame
      const { trpc } = cache
      const migrationId = migration.id
      await put(cache, trpc.migration.progress.queryKey({ migrationId }), progress)
      await put(cache, trpc.migration.byId.queryKey({ migrationId }), migration)
      mergeMigration(cache, migration)
      mergeEvents(cache, migrationId, events)
      mergeMetrics(cache, progress)
      return
    }
    case 'project':
      for (const migration of frame.migrations) {
        await put(cache, cache.trpc.migration.byId.queryKey({ migrationId: migration.id }), migration)
        mergeMigration(cache, migration)
      }
      for (const connection of frame.connections) await mergeConnection(cache, connection)
      return
    case 'gone': {
      const { queryClient, trpc } = cache
      const { kind, id } = frame.topic
      // What may no longer be seen leaves the page by being asked for again, and refused.
      await queryClient.invalidateQueries({
        queryKey:
          kind === 'migration'
            ? trpc.migration.byId.queryKey({ migrationId: id })
            : trpc.project.overview.queryKey({ projectId: id }),
      })
      await queryClient.invalidateQueries(trpc.project.list.queryFilter())
      return
    }
    case 'alive':
      return
  }
}

async function put({ queryClient }: Cache, queryKey: QueryKey, value: unknown): Promise<void> {
  if (queryClient.isFetching({ queryKey, exact: true }) > 0)
    await queryClient.cancelQueries({ queryKey, exact: true }, { silent: true })
  queryClient.setQueryData(queryKey, value)
}

async function mergeConnection(cache: Cache, connection: ConnectionDto): Promise<void> {
  const { queryClient, trpc } = cache
  const { id: connectionId, projectId, lastTest } = connection
  await put(cache, trpc.connection.byId.queryKey({ connectionId }), connection)
  if (lastTest !== null)
    await put(cache, trpc.connection.testById.queryKey({ connectionTestId: lastTest.id }), lastTest)
  const listKey = trpc.connection.list.queryKey({ projectId })
  const list = queryClient.getQueryData(listKey)
  if (list === undefined) return
  if (list.some(({ id }) => id === connectionId))
    queryClient.setQueryData(
      listKey,
      list.map((row) => (row.id === connectionId ? connection : row)),
    )
  else await queryClient.invalidateQueries({ queryKey: listKey })
  // A new snapshot of the schema: what the browser shows of the old one is read again.
  if (list.some((row) => row.id === connectionId && row.schema?.snapshotId !== connection.schema?.snapshotId)) {
    await queryClient.invalidateQueries(trpc.connection.schema.queryFilter({ connectionId }))
    await queryClient.invalidateQueries({ queryKey: trpc.connection.schemaTable.pathKey() })
  }
}
