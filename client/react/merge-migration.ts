import type {
  MigrationDto,
  MigrationEventDto,
  MigrationMetricsDto,
  MigrationProgressDto,
} from '@/domain/contracts/migration'
import type { Cache } from './cache'
import { cachedLists, changePages, inputOf } from './cached-pages'

type ListPage = { migrations: MigrationDto[]; nextCursor: string | null }
type HistoryPage = { events: MigrationEventDto[]; nextCursor: string | null }

/** A migration into every list that shows it. Where its place in a list may have changed, the list is read again. */
export function mergeMigration({ queryClient, trpc }: Cache, migration: MigrationDto): void {
  const { projectId } = migration
  for (const list of cachedLists<ListPage>(queryClient, trpc.migration.list.pathKey(), 'projectId', projectId)) {
    const rows = list.pages.flatMap((page) => page.migrations)
    const shown = rows.find((row) => row.id === migration.id)
    const isNew = shown === undefined && rows.every((row) => row.createdAt < migration.createdAt)
    changePages(queryClient, list, (page) => ({ ...page, migrations: replace(page.migrations, migration) }))
    const { states } = inputOf(list.query.queryKey)
    const isFiltered = Array.isArray(states) && states.length > 0
    if (isNew || (isFiltered && shown !== undefined && shown.state !== migration.state))
      void queryClient.invalidateQueries({ queryKey: list.query.queryKey, exact: true })
  }
  const overviewKey = trpc.project.overview.queryKey({ projectId })
  const overview = queryClient.getQueryData(overviewKey)
  if (overview === undefined) return
  const shown = [...overview.running, ...overview.needsAttention].find((row) => row.id === migration.id)
  const { running, needsAttention } = overview
  queryClient.setQueryData(overviewKey, {
    ...overview,
    running: replace(running, migration),
    needsAttention: replace(needsAttention, migration),
  })
  if (mayMove(shown, migration)) void queryClient.invalidateQueries({ queryKey: overviewKey, exact: true })
}

const moving: readonly MigrationDto['state'][] = ['Planning', 'Running', 'RollingBack']

/** Could this belong to another part of the overview than it does now? Which part is the server's to say. */
function mayMove(shown: MigrationDto | undefined, migration: MigrationDto): boolean {
  if (shown === undefined) return moving.includes(migration.state)
  return shown.state !== migration.state || shown.stateReason !== migration.stateReason
}

function replace(rows: readonly MigrationDto[], migration: MigrationDto): MigrationDto[] {
  return rows.map((row) => (row.id === migration.id ? migration : row))
}

/** New events on to the first page of a cached history; where some are missing in between, it is read again. */
export function mergeEvents(
  { queryClient, trpc }: Cache,
  migrationId: string,
  events: readonly MigrationEventDto[],
): void {
  const [oldest] = events
  if (oldest === undefined) return
  for (const list of cachedLists<HistoryPage>(
    queryClient,
    trpc.migration.history.pathKey(),
    'migrationId',
    migrationId,
  )) {
    const newest = list.pages[0]?.events[0]?.seq ?? 0
    if (oldest.seq > newest + 1) {
      void queryClient.invalidateQueries({ queryKey: list.query.queryKey, exact: true })
      continue
    }
    const fresh = events.filter((event) => event.seq > newest).toReversed()
    if (fresh.length > 0)
      changePages(queryClient, list, (page, at) => (at === 0 ? { ...page, events: [...fresh, ...page.events] } : page))
  }
}

const pointEveryMs = 1_000
const maxPoints = 600

/** The chart's next point, where the chart is shown: the rate that the frame tells, at most one a second. */
export function mergeMetrics({ queryClient, trpc }: Cache, progress: MigrationProgressDto): void {
  const { migrationId, at, rowsPerSecond, bytesPerSecond } = progress
  if (rowsPerSecond === null) return
  const key = trpc.migration.metrics.queryKey({ migrationId })
  queryClient.setQueryData(key, (metrics: MigrationMetricsDto | undefined) => {
    if (metrics === undefined) return undefined
    const last = metrics.points.at(-1)
    if (last !== undefined && Date.parse(at) - Date.parse(last.at) < pointEveryMs) return metrics
    const point = { at, rowsPerSecond, bytesPerSecond: bytesPerSecond ?? 0 }
    return { ...metrics, points: [...metrics.points, point].slice(-maxPoints) }
  })
}
