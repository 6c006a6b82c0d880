import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { failureOf } from '@/client/react'
import { ErrorPanel } from './error-panel'
import { explainError } from './explain-error'

/**
 * What a query has to say, in each of its states: grey bars while it loads, the error with a way to try again, the data.
 * Data that is there stays on the page while it is being refreshed or when refreshing fails, unless it may no longer be seen. `what`: “the connections”.
 */
export function Loaded<T>({
  query,
  what,
  children,
  rows = 3,
}: {
  query: UseQueryResult<T, unknown>
  what: string
  children: (data: T) => ReactNode
  rows?: number
}) {
  // What may no longer be seen leaves the page, also when it is there still.
  const gone = query.isError && failureOf(query.error).code === 'not-found'
  if (query.data !== undefined && !gone) return children(query.data)
  if (query.isError) {
    const { message, requestId } = explainError(query.error)
    return (
      <ErrorPanel
        title={gone ? 'This is gone, or you may no longer see it.' : `Godwit could not read ${what}.`}
        message={message}
        requestId={requestId}
        onRetry={gone ? undefined : () => void query.refetch()}
      />
    )
  }
  return (
    <Stack gap={10} aria-busy="true" aria-label={`Reading ${what}`} role="status">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
        <Skeleton key={row} height={40} radius="md" />
      ))}
    </Stack>
  )
}
