'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { Time } from '../ui/time'
import { TestSteps } from './test-steps'
import styles from './test-steps.module.css'

const running = (connection: ConnectionDto) =>
  connection.lastTest?.state === 'queued' || connection.lastTest?.state === 'running'

/** Starts a test, and shows it step by step while the worker reports; results come by the stream. */
export function TestCard({ connection, mayTest }: { connection: ConnectionDto; mayTest: boolean }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const connectionId = connection.id
  const test = useMutation(
    trpc.connection.test.mutationOptions({
      onSettled: () => cache.invalidateQueries(trpc.connection.byId.queryFilter({ connectionId })),
    }),
  )
  const last = connection.lastTest
  const button = (
    <Button loading={test.isPending || running(connection)} onClick={() => test.mutate({ connectionId })}>
      {last ? 'Test again' : 'Test'}
    </Button>
  )
  const aside = last?.finishedAt ? <Time at={last.finishedAt} /> : undefined
  return (
    <Card title="Connection test" aside={aside}>
      {test.isError ? (
        <ErrorPanel title={explainError(test.error).message} requestId={explainError(test.error).requestId} />
      ) : null}
      {last ? (
        <>
          <TestSteps test={last} />
          {mayTest ? <div className={styles.again}>{button}</div> : null}
        </>
      ) : (
        <EmptyState
          sentence="Godwit has not spoken to this database yet. The test finds out whether it can, and what is missing."
          action={mayTest ? button : undefined}
        />
      )}
    </Card>
  )
}
