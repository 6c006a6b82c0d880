'use client'

import { UnstyledButton } from '@mantine/core'
import type { CatalogTable } from '@/domain/catalog/catalog-table'
import type { SchemaTableDto } from '@/domain/contracts/connection'
import type { TableRef } from '@/domain/plan/plan'
import { Bytes } from '../ui/bytes'
import { Card } from '../ui/card'
import { Facts } from '../ui/facts'
import { Num } from '../ui/num'
import { Tag } from '../ui/tag'
import { ColumnsTable } from './columns-table'
import { ForeignKeys } from './foreign-keys'
import { IndexList } from './index-list'
import styles from './table-detail.module.css'

const kinds = { table: 'table', partitioned: 'partitioned table', partition: 'partition' } as const

/** Everything that is known of one table: its figures, columns, keys, indexes, and the tables it points to. */
export function TableDetail({
  table,
  pointedFrom,
  onSelect,
}: {
  table: CatalogTable
  /** Tables whose foreign keys point here. */
  pointedFrom: readonly SchemaTableDto[]
  onSelect: (table: TableRef) => void
}) {
  const keys = table.uniqueKeys.filter((key) => key.name !== table.primaryKey?.name)
  return (
    <div className={styles.detail}>
      <Card>
        <h2 className={styles.name}>
          <span className={styles.schema}>{table.schema}.</span>
          {table.name} <Tag>{kinds[table.kind]}</Tag>
          {table.persistence === 'unlogged' ? <Tag tone="warn">unlogged</Tag> : null}
        </h2>
        {table.comment ? <p className={styles.comment}>{table.comment}</p> : null}
        <Facts
          facts={[
            { term: 'Rows', value: table.rowEstimate === null ? 'unknown' : <Num value={table.rowEstimate} approx /> },
            { term: 'Size', value: <Bytes value={table.sizeBytes} /> },
            { term: 'Columns', value: table.columns.length },
            { term: 'Indexes', value: table.indexes.length },
          ]}
        />
        {table.partitionOf ? (
          <p className={styles.partition}>
            Partition of{' '}
            <UnstyledButton className={styles.link} onClick={() => onSelect(table.partitionOf ?? table)}>
              {table.partitionOf.name}
            </UnstyledButton>{' '}
            <code>{table.partitionBound}</code>
          </p>
        ) : null}
        {table.partitionKey ? (
          <p className={styles.partition}>
            Partitioned by <code>{table.partitionKey}</code>
          </p>
        ) : null}
      </Card>
      <ColumnsTable table={table} />
      <Card title="Keys">
        {table.primaryKey === null && keys.length === 0 ? (
          <p className={styles.quiet}>No key: rows can only be told apart by where they lie.</p>
        ) : null}
        <ul>
          {table.primaryKey ? (
            <li className={styles.line}>
              <code>{table.primaryKey.columns.join(', ')}</code>
              <span className={styles.quiet}>primary key · {table.primaryKey.name}</span>
            </li>
          ) : null}
          {keys.map((key) => (
            <li key={key.name} className={styles.line}>
              <code>{key.columns.join(', ')}</code>
              <span className={styles.quiet}>unique · {key.name}</span>
            </li>
          ))}
        </ul>
      </Card>
      <ForeignKeys keys={table.foreignKeys} pointedFrom={pointedFrom} onSelect={onSelect} />
      <IndexList indexes={table.indexes} />
    </div>
  )
}
