'use client'

import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/client/react'
import type { MigrationDto, MigrationEventDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { formatCount } from '../ui/num'
import { busyTables } from './busy-tables'
import { chartMarks } from './chart-marks'
import { ChunkLegend } from './chunk-legend'
import { LatestFeed } from './latest-feed'
import styles from './overview-tab.module.css'
import { TableRows } from './table-rows'
import { ThroughputChart } from './throughput-chart'

const shownTables = 12

/** The curve, what happened last, and the tables that are worth a look. */
export function OverviewTab({
  migration,
  progress,
  events,
  moving,
  of,
  onTab,
}: {
  migration: MigrationDto
  progress: MigrationProgressDto
  events: readonly MigrationEventDto[]
  moving: boolean
  of: string
  onTab: (tab: string) => void
}) {
  const trpc = useTRPC()
  const { migrationId, tables } = progress
  const metrics = useQuery(trpc.migration.metrics.queryOptions({ migrationId }))
  const marks = useMemo(() => chartMarks(events), [events])
  const shown = busyTables(tables, shownTables)
  return (
    <div className={styles.overview}>
      <div className={styles.two}>
        <ThroughputChart points={metrics.data?.points ?? []} marks={marks} moving={moving} />
        <LatestFeed events={events} />
      </div>
      <TableRows migration={migration} tables={shown} moving={moving} of={of} />
      <div className={styles.foot}>
        <ChunkLegend />
        {shown.length < tables.length ? (
          <UnstyledButton className={styles.all} onClick={() => onTab('tables')}>
            All {formatCount(tables.length)} tables
          </UnstyledButton>
        ) : null}
      </div>
    </div>
  )
}
