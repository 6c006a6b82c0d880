'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { MigrationDto } from '@/domain/contracts/migration'
import { explainError } from '../ui/explain-error'
import { ReasonedButton } from './reasoned-button'
import styles from './retry-part.module.css'

/** Has a table, or one chunk of it, taken up again; a refusal stands beside the button. `reason`: why not now, in the server's words. */
export function RetryPart({
  migrationId,
  task,
  chunk,
  reason,
}: {
  migrationId: string
  task: number
  /** The chunk's number; absent: the whole table. */
  chunk?: number
  reason: string | null
}) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const retry = useMutation(
    trpc.migration.retry.mutationOptions({
      onSuccess: (migration: MigrationDto) =>
        cache.setQueryData(trpc.migration.byId.queryKey({ migrationId }), migration),
      onSettled: () => cache.invalidateQueries(trpc.migration.byId.queryFilter({ migrationId })),
    }),
  )
  const scope = chunk === undefined ? ({ kind: 'table', task } as const) : ({ kind: 'chunk', task, chunk } as const)
  return (
    <span className={styles.part}>
      <ReasonedButton
        size="xs"
        reason={reason}
        loading={retry.isPending}
        onPress={() => retry.mutate({ migrationId, scope })}
      >
        {chunk === undefined ? 'Retry table' : 'Retry chunk'}
      </ReasonedButton>
      {retry.error ? (
        <span role="alert" className={styles.refusal}>
          {explainError(retry.error).message}
        </span>
      ) : null}
    </span>
  )
}
