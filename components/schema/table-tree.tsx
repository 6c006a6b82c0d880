'use client'

import { TextInput, UnstyledButton } from '@mantine/core'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { Virtuoso } from 'react-virtuoso'
import type { SchemaDto, SchemaTableDto } from '@/domain/contracts/connection'
import type { TableRef } from '@/domain/plan/plan'
import { formatCount, Num } from '../ui/num'
import { listRows } from './list-rows'
import { tableAddress } from './table-address'
import styles from './table-tree.module.css'

/** All tables of a database, by schema, with a search; only what is seen is rendered, so that a thousand tables cost nothing. */
export function TableTree({
  schema,
  selected,
  onSelect,
}: {
  schema: SchemaDto
  selected: TableRef | null
  onSelect: (table: SchemaTableDto) => void
}) {
  const [search, setSearch] = useState('')
  const rows = listRows(schema.tables, search)
  const current = selected ? tableAddress(selected) : null
  const found = rows.filter((row) => row.kind === 'table').length
  return (
    <div className={styles.tree}>
      <div className={styles.search}>
        <TextInput
          aria-label="Find a table"
          placeholder="Find a table"
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <p className={styles.found} role="status">
          {search.trim() === '' ? null : `${formatCount(found)} of ${formatCount(schema.tables.length)} tables`}
        </p>
      </div>
      {rows.length === 0 ? (
        <p className={styles.none}>No table has “{search.trim()}” in its name.</p>
      ) : (
        <Virtuoso
          className={styles.list}
          data={rows}
          initialItemCount={Math.min(rows.length, 24)}
          computeItemKey={(_at, row) => (row.kind === 'schema' ? `schema ${row.name}` : tableAddress(row.table))}
          itemContent={(_at, row) =>
            row.kind === 'schema' ? (
              <p className={styles.schema}>
                {row.name} <span className={styles.count}>{row.tables}</span>
              </p>
            ) : (
              <UnstyledButton
                className={styles.table}
                data-nested={row.nested || undefined}
                aria-current={tableAddress(row.table) === current ? 'true' : undefined}
                onClick={() => onSelect(row.table)}
              >
                <span className={styles.name}>{row.table.name}</span>
                <span className={styles.count}>
                  {row.table.rowEstimate === null ? '?' : <Num value={row.table.rowEstimate} short approx />}
                </span>
              </UnstyledButton>
            )
          }
        />
      )}
    </div>
  )
}
