'use client'

import { Button, NativeSelect, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import type { MigrationDto, TableProgressDto } from '@/domain/contracts/migration'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { formatCount } from '../ui/num'
import { ChunkLegend } from './chunk-legend'
import { TableRows } from './table-rows'
import styles from './tables-tab.module.css'

const states = ['waiting', 'copying', 'finishing', 'done', 'failed'] as const
const page = 100

/** All tables of the run, with a filter that the address keeps, and with what is known about their equality. */
export function TablesTab({
  migration,
  tables,
  moving,
  of,
}: {
  migration: MigrationDto
  tables: readonly TableProgressDto[]
  moving: boolean
  of: string
}) {
  const [{ table: search, tableState }, setFilter] = useQueryStates({
    table: parseAsString.withDefault(''),
    tableState: parseAsStringLiteral(states),
  })
  const [shown, setShown] = useState(page)
  const wanted = search.trim().toLowerCase()
  const found = tables.filter(
    (each) =>
      (tableState === null || each.state === tableState) &&
      `${each.source.schema}.${each.source.name}`.toLowerCase().includes(wanted),
  )
  return (
    <div className={styles.tab}>
      {tables.length > 8 || wanted !== '' || tableState !== null ? (
        <div className={styles.filters}>
          <TextInput
            className={styles.search ?? ''}
            aria-label="Find a table"
            placeholder="Find a table"
            leftSection={<Search size={14} aria-hidden />}
            value={search}
            onChange={(event) => void setFilter({ table: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label="State of the table"
            data={[{ value: '', label: 'Any state' }, ...states]}
            value={tableState ?? ''}
            onChange={(event) =>
              void setFilter({ tableState: states.find((state) => state === event.currentTarget.value) ?? null })
            }
          />
        </div>
      ) : null}
      {found.length === 0 ? (
        <Card>
          <EmptyState
            sentence="No table is like that."
            action={<Button onClick={() => void setFilter({ table: null, tableState: null })}>Show all tables</Button>}
          />
        </Card>
      ) : (
        <>
          <TableRows migration={migration} tables={found.slice(0, shown)} moving={moving} of={of} withVerdict />
          <ChunkLegend />
        </>
      )}
      {found.length > shown ? (
        <div className={styles.more}>
          <Button onClick={() => setShown(shown + page)}>
            Show {Math.min(page, found.length - shown)} more of {formatCount(found.length)}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
