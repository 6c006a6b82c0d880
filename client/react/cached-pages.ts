import type { InfiniteData, Query, QueryClient, QueryKey } from '@tanstack/react-query'

/** A list in the cache, whether read at once or page by page. */
export interface CachedList<Page> {
  readonly query: Query
  readonly pages: readonly Page[]
}

/** The cached lists under a path whose input says `field: value` (`projectId`, `migrationId`). */
export function cachedLists<Page>(
  queryClient: QueryClient,
  path: QueryKey,
  field: string,
  value: string,
): CachedList<Page>[] {
  const queries = queryClient.getQueryCache().findAll({ queryKey: path })
  return queries.flatMap((query) => {
    const { data } = query.state
    if (data === undefined || inputOf(query.queryKey)[field] !== value) return []
    return [{ query, pages: isInfinite<Page>(data) ? data.pages : [data as Page] }]
  })
}

/** Replaces each page of a cached list by what `change` makes of it. */
export function changePages<Page>(
  queryClient: QueryClient,
  { query }: CachedList<Page>,
  change: (page: Page, at: number) => Page,
): void {
  queryClient.setQueryData(query.queryKey, (data: unknown) => {
    if (isInfinite<Page>(data)) return { ...data, pages: data.pages.map(change) }
    return data === undefined ? undefined : change(data as Page, 0)
  })
}

/** The input in a key that the tRPC proxy has made: `[path, { input, type }]`. */
export function inputOf(key: QueryKey): Record<string, unknown> {
  const [, rest] = key
  const input = isRecord(rest) ? rest.input : undefined
  return isRecord(input) ? input : {}
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isInfinite<Page>(data: unknown): data is InfiniteData<Page> {
  return isRecord(data) && Array.isArray(data.pages) && Array.isArray(data.pageParams)
}
