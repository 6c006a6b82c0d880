import type { CatalogTable } from '@/domain/catalog/catalog-table'
import { DataTable } from '../ui/data-table'
import { Tag } from '../ui/tag'
import styles from './table-detail.module.css'

type Column = CatalogTable['columns'][number]

/** What fills a column when nobody does. */
function Filled({ column }: { column: Column }) {
  if (column.identity !== '') return <span className={styles.quiet}>identity, {column.identity}</span>
  if (column.generated !== '') return <code className={styles.wrap}>generated: {column.default}</code>
  if (column.default !== null) return <code className={styles.wrap}>{column.default}</code>
  return <span className={styles.quiet}>–</span>
}

/** The columns of a table, in their order. */
export function ColumnsTable({ table }: { table: CatalogTable }) {
  const inKey = new Set(table.primaryKey?.columns)
  const pointing = new Set(table.foreignKeys.flatMap((key) => key.columns))
  return (
    <DataTable label={`Columns of ${table.name}`}>
      <thead>
        <tr>
          <th>Column</th>
          <th>Type</th>
          <th>Nullable</th>
          <th>Default</th>
        </tr>
      </thead>
      <tbody>
        {table.columns.map((column) => (
          <tr key={column.name}>
            <td data-mono>
              {column.name} {inKey.has(column.name) ? <Tag>key</Tag> : null}
              {pointing.has(column.name) ? <Tag>foreign key</Tag> : null}
            </td>
            <td data-label="Type">
              <code className={styles.type}>{column.type}</code>
            </td>
            <td data-label="Nullable" className={styles.small}>
              {column.notNull ? <span className={styles.quiet}>no</span> : 'yes'}
            </td>
            <td data-label="Default">
              <Filled column={column} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
