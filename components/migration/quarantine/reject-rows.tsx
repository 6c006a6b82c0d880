'use client'

import { Button, Skeleton, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/client/react'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { RejectDto, RejectGroupKey } from '@/domain/contracts/quarantine'
import { DataTable } from '../../ui/data-table'
import { ErrorPanel } from '../../ui/error-panel'
import { explainError } from '../../ui/explain-error'
import { RejectRow } from './reject-row'
import styles from './reject-rows.module.css'
import { rowName } from './reject-words'
import { ReplayDialog } from './replay-dialog'
import { SkipDialog } from './skip-dialog'
import { useRejectCommands } from './use-reject-commands'
import { useRejectRows } from './use-rejects'

/** The rows of one group of quarantine, newest first, each to be mended and replayed, or skipped. */
export function RejectRows({ migration, group }: { migration: MigrationDto; group: RejectGroupKey }) {
  const trpc = useTRPC()
  const query = useRejectRows(migration.id, group)
  const commands = useRejectCommands(migration.id)
  const reveal = useMutation(trpc.migration.revealReject.mutationOptions())
  const [opened, setOpened] = useState<{ dialog: 'replay' | 'skip'; row: RejectDto } | null>(null)
  const rows = query.data?.pages.flatMap((page) => page.rejects) ?? []
  const close = () => {
    // What was revealed is not kept.
    reveal.reset()
    commands.replay.reset()
    commands.skip.reset()
    setOpened(null)
  }
  const edit = (row: RejectDto) => {
    setOpened({ dialog: 'replay', row })
    reveal.mutate({ migrationId: migration.id, rejectId: row.id })
  }
  if (query.isPending)
    return (
      <Stack gap={8} p="12px 0" role="status" aria-busy="true" aria-label="Reading the rows">
        <Skeleton height={36} radius="md" />
        <Skeleton height={36} radius="md" />
      </Stack>
    )
  if (query.isError && rows.length === 0) {
    const { message, requestId } = explainError(query.error)
    return (
      <ErrorPanel
        title="Godwit could not read the rows."
        message={message}
        requestId={requestId}
        onRetry={() => void query.refetch()}
      />
    )
  }
  return (
    <>
      <DataTable label="Rows in quarantine">
        <thead>
          <tr>
            <th>Row</th>
            <th>State</th>
            <th>Seen</th>
            <th>What to do</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RejectRow
              key={row.id}
              row={row}
              migration={migration}
              onEdit={() => edit(row)}
              onSkip={() => setOpened({ dialog: 'skip', row })}
            />
          ))}
        </tbody>
      </DataTable>
      {query.hasNextPage ? (
        <div className={styles.more}>
          <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
            Load more rows
          </Button>
        </div>
      ) : null}
      {opened?.dialog === 'replay' ? (
        <ReplayDialog
          key={opened.row.id}
          migration={migration}
          row={rows.find(({ id }) => id === opened.row.id)}
          values={reveal.data}
          error={reveal.error}
          replay={commands.replay}
          onClose={close}
        />
      ) : null}
      {opened?.dialog === 'skip' ? (
        <SkipDialog
          migration={migration}
          rows={1}
          named={`of ${opened.row.table.schema}.${opened.row.table.name} (${rowName(opened.row)})`}
          opened
          busy={commands.skip.isPending}
          error={commands.skip.error}
          onConfirm={(reason) => commands.skip.mutate({ rows: [opened.row.id], reason }, { onSuccess: close })}
          onClose={close}
        />
      ) : null}
    </>
  )
}
