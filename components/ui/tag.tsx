import type { ReactNode } from 'react'
import styles from './tag.module.css'

/** A small word beside a name: “3 quarantined”, “1 retry”, a role. */
export function Tag({ tone, children }: { tone?: 'warn' | 'ok' | 'run' | 'bad'; children: ReactNode }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  )
}
