import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorPanel } from './error-panel'
import { explainError } from './explain-error'

/**
 * What a query has to say, in each of its states: grey bars while it loads, the error with a way to try again, the data.
 * Data that is there stays on the page while it is being refreshed or when refreshing fails. `what`: “the connections”.
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
  if (query.data !== undefined) return children(query.data)
  if (query.isError) {
    const { message, requestId } = explainError(query.error)
    return (
      <ErrorPanel
        title={`Godwit could not read ${what}.`}
        message={message}
        requestId={requestId}
        onRetry={() => void query.refetch()}
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
