import type { CatalogTable } from '@/domain/catalog/catalog-table'
import { Bytes } from '../ui/bytes'
import { Card } from '../ui/card'
import { Tag } from '../ui/tag'
import styles from './table-detail.module.css'

/** The indexes of a table, as the server defines them. */
export function IndexList({ indexes }: { indexes: CatalogTable['indexes'] }) {
  if (indexes.length === 0) return null
  return (
    <Card title="Indexes">
      <ul>
        {indexes.map((index) => (
          <li key={index.name} className={styles.line}>
            <span className={styles.definition}>
              <span className={styles.indexName}>{index.name}</span>{' '}
              {index.valid ? null : <Tag tone="bad">not valid</Tag>}
              <code className={styles.wrap}>{index.definition}</code>
            </span>
            <span className={styles.quiet}>
              <Bytes value={index.sizeBytes} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
