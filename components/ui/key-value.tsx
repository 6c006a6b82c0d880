import type { ReactNode } from 'react'
import styles from './key-value.module.css'

/** A quiet list of what something is: key on the left, value on the right, as on the plan's summary. */
export function KeyValue({ rows }: { rows: readonly { term: string; value: ReactNode }[] }) {
  return (
    <dl className={styles.list}>
      {rows.map((row) => (
        <div key={row.term} className={styles.row}>
          <dt className={styles.term}>{row.term}</dt>
          <dd className={styles.value}>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
