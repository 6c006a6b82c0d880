import type { ReactNode } from 'react'
import styles from './facts.module.css'

export type Fact = { term: string; value: ReactNode; unit?: ReactNode; tone?: 'warn' | 'bad' }

/** A row of figures with hairlines between them; on a narrow screen it wraps two by two. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.term} className={styles.fact}>
          <dt className={styles.term}>{fact.term}</dt>
          <dd className={styles.value} data-tone={fact.tone}>
            {fact.value}
            {fact.unit === undefined ? null : <span className={styles.unit}> {fact.unit}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
