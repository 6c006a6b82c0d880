import { UnstyledButton } from '@mantine/core'
import type { CatalogTable } from '@/domain/catalog/catalog-table'
import type { SchemaTableDto } from '@/domain/contracts/connection'
import type { TableRef } from '@/domain/plan/plan'
import { Card } from '../ui/card'
import { tableAddress } from './table-address'
import styles from './table-detail.module.css'

/** Where a table points to, and who points to it; each name leads to its table. */
export function ForeignKeys({
  keys,
  pointedFrom,
  onSelect,
}: {
  keys: CatalogTable['foreignKeys']
  pointedFrom: readonly SchemaTableDto[]
  onSelect: (table: TableRef) => void
}) {
  if (keys.length === 0 && pointedFrom.length === 0) return null
  return (
    <Card title="Foreign keys">
      <ul>
        {keys.map((key) => (
          <li key={key.name} className={styles.line}>
            <span>
              <code>{key.columns.join(', ')}</code> →{' '}
              <UnstyledButton
                className={styles.link}
                onClick={() => onSelect({ schema: key.references.schema, name: key.references.table })}
              >
                {key.references.schema}.{key.references.table}
              </UnstyledButton>{' '}
              <code>({key.references.columns.join(', ')})</code>
            </span>
            <span className={styles.quiet}>
              {key.onDelete === 'no-action' ? null : `on delete ${key.onDelete} · `}
              {key.deferrable ? 'deferrable · ' : null}
              {key.name}
            </span>
          </li>
        ))}
        {pointedFrom.map((table) => (
          <li key={tableAddress(table)} className={styles.line}>
            <span>
              <UnstyledButton className={styles.link} onClick={() => onSelect(table)}>
                {table.schema}.{table.name}
              </UnstyledButton>{' '}
              → here
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
