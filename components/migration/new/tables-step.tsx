'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useTRPC } from '@/client/react'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { pickableTables } from '../../mapping/pickable-tables'
import { type Selection, selectionContent } from '../../mapping/selection'
import { TablePicker } from '../../mapping/table-picker'
import { Card } from '../../ui/card'
import { CircleMark } from '../../ui/circle-mark'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { explainError } from '../../ui/explain-error'
import { Loaded } from '../../ui/loaded'
import { Time } from '../../ui/time'
import { ReasonedButton } from '../reasoned-button'
import { StepFoot } from './step-foot'
import styles from './tables-step.module.css'

/** Chooses tables from the source's newest schema; where none has been read yet, it is read now, and shown as soon as it is there. */
export function TablesStep({
  source,
  selection,
  onSelect,
  onNext,
  onBack,
}: {
  source: ConnectionDto
  selection: Selection
  onSelect: (selection: Selection) => void
  onNext: () => void
  onBack: () => void
}) {
  const trpc = useTRPC()
  const introspect = useMutation(trpc.connection.introspect.mutationOptions())
  const { mutate } = introspect
  const idle = source.schema === null && source.introspection.state === 'idle'
  const asked = useRef<string | null>(null)
  useEffect(() => {
    if (!idle || asked.current === source.id) return
    asked.current = source.id
    mutate({ connectionId: source.id })
  }, [idle, source.id, mutate])

  const schema = useQuery(
    trpc.connection.schema.queryOptions({ connectionId: source.id }, { enabled: source.schema !== null }),
  )
  const read = schema.data?.tables
  const tables = useMemo(() => pickableTables(read ?? []), [read])
  const reason =
    read === undefined
      ? 'The schema of the source is being read.'
      : selectionContent(selection, tables) === null
        ? 'Choose at least one table.'
        : null
  const refused = introspect.isError ? explainError(introspect.error) : null
  const { introspection } = source
  return (
    <>
      {source.schema !== null ? (
        <Card
          title={
            <>
              Tables of <code>{source.label}</code>
            </>
          }
          aside={
            <>
              read <Time at={source.schema.takenAt} /> ·{' '}
              <button
                type="button"
                className={styles.again}
                disabled={introspect.isPending || introspection.state === 'queued' || introspection.state === 'running'}
                onClick={() => mutate({ connectionId: source.id })}
              >
                {introspection.state === 'queued' || introspection.state === 'running' ? 'reading…' : 'read again'}
              </button>
            </>
          }
        >
          <Loaded query={schema} what="the schema" rows={8}>
            {() => <TablePicker tables={tables} selection={selection} onChange={onSelect} />}
          </Loaded>
        </Card>
      ) : introspection.state === 'failed' || refused !== null ? (
        <ErrorPanel
          title={refused?.message ?? `The schema could not be read: ${introspection.reason ?? 'no reason was given.'}`}
          message={refused === null ? (introspection.fix ?? undefined) : undefined}
          requestId={refused?.requestId}
          onRetry={() => mutate({ connectionId: source.id })}
        />
      ) : (
        <Card>
          <EmptyState
            sentence={
              <span className={styles.reading} role="status">
                <CircleMark mark="running" />
                Reading the schema of {source.label}…
              </span>
            }
          />
        </Card>
      )}
      <StepFoot onBack={onBack}>
        <ReasonedButton variant="filled" reason={reason} onPress={onNext}>
          Continue
        </ReasonedButton>
      </StepFoot>
    </>
  )
}
