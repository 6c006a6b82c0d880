'use client'

import { Button, Checkbox, Group, Radio, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Virtuoso } from 'react-virtuoso'
import { formatBytes } from '../ui/bytes'
import { formatCount, Num } from '../ui/num'
import { Tag } from '../ui/tag'
import { LeftOutReferences } from './left-out-references'
import { missingReferences } from './missing-references'
import { type PickRow, pickRows } from './pick-rows'
import type { PickableTable } from './pickable-tables'
import { choose, chosenKeys, convert, type Selection } from './selection'
import styles from './table-picker.module.css'

/** Chooses tables: a searchable tree of any size, everything but some or only some, with what it comes to and what would miss a table. */
export function TablePicker({
  tables,
  selection,
  onChange,
}: {
  tables: readonly PickableTable[]
  selection: Selection
  onChange: (selection: Selection) => void
}) {
  const [search, setSearch] = useState('')
  const chosen = useMemo(() => chosenKeys(selection, tables), [selection, tables])
  const rows = useMemo(() => pickRows(tables, search), [tables, search])
  const shown = rows.flatMap((row) => (row.kind === 'table' ? [row.table] : []))
  const put = (some: readonly PickableTable[], on: boolean) => onChange(choose(selection, some, on))
  const searching = search.trim() !== ''
  return (
    <div className={styles.picker}>
      <Radio.Group
        aria-label="Which tables"
        value={selection.kind}
        onChange={(kind) => onChange(convert(selection, kind === 'tables' ? 'tables' : 'everything', tables))}
      >
        <div className={styles.kinds}>
          <Radio
            value="everything"
            label="Everything but what I untick"
            description="Tables that are added before the plan is made come along."
          />
          <Radio value="tables" label="Only what I tick" description="Tables that are added later stay out." />
        </div>
      </Radio.Group>
      <div className={styles.tree}>
        <div className={styles.bar}>
          <TextInput
            className={styles.search ?? ''}
            aria-label="Find a table"
            placeholder="Find a table"
            leftSection={<Search size={14} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Group gap={8}>
            <Button onClick={() => put(shown, true)}>{searching ? 'Tick found' : 'All'}</Button>
            <Button onClick={() => put(shown, false)}>{searching ? 'Untick found' : 'None'}</Button>
          </Group>
        </div>
        {rows.length === 0 ? (
          <p className={styles.none}>
            {searching ? `No table has “${search.trim()}” in its name.` : 'This database has no tables.'}
          </p>
        ) : (
          <Virtuoso
            className={styles.list}
            data={rows}
            initialItemCount={Math.min(rows.length, 24)}
            computeItemKey={(_at, row) => (row.kind === 'schema' ? `schema ${row.name}` : row.table.key)}
            itemContent={(_at, row) => <Row row={row} chosen={chosen} onPut={put} />}
          />
        )}
        <Total tables={tables} chosen={chosen} />
      </div>
      <LeftOutReferences missing={missingReferences(tables, chosen)} onAdd={(some) => put(some, true)} />
    </div>
  )
}

function Row({
  row,
  chosen,
  onPut,
}: {
  row: PickRow
  chosen: ReadonlySet<string>
  onPut: (some: readonly PickableTable[], on: boolean) => void
}) {
  if (row.kind === 'schema') {
    const on = row.tables.filter((table) => chosen.has(table.key)).length
    const all = on === row.tables.length
    return (
      <div className={styles.schema}>
        <Checkbox
          size="xs"
          label={row.name}
          checked={all}
          indeterminate={on > 0 && !all}
          onChange={() => onPut(row.tables, !all)}
        />
        <span className={styles.figure}>
          {formatCount(on)} of {formatCount(row.tables.length)}
        </span>
      </div>
    )
  }
  const { table } = row
  const on = chosen.has(table.key)
  return (
    <div className={styles.table}>
      <Checkbox
        size="xs"
        classNames={{ label: styles.name ?? '' }}
        label={table.name}
        checked={on}
        onChange={() => onPut([table], !on)}
      />
      {table.partitions > 0 ? <Tag>{`${table.partitions} partitions`}</Tag> : null}
      {table.hasKey ? null : <Tag>no key</Tag>}
      <span className={styles.rows}>{table.rows === null ? '?' : <Num value={table.rows} short approx />}</span>
      <span className={styles.bytes}>{formatBytes(table.bytes)}</span>
    </div>
  )
}

function Total({ tables, chosen }: { tables: readonly PickableTable[]; chosen: ReadonlySet<string> }) {
  const travelling = tables.filter((table) => chosen.has(table.key))
  const rows = travelling.reduce((sum, table) => sum + (table.rows ?? 0n), 0n)
  const bytes = travelling.reduce((sum, table) => sum + table.bytes, 0n)
  return (
    <p className={styles.total} role="status">
      <b>
        {formatCount(travelling.length)} of {formatCount(tables.length)} tables
      </b>{' '}
      · <Num value={rows} approx /> rows · {formatBytes(bytes)}
    </p>
  )
}
