import type { ReactNode } from 'react'
import { Bird } from './brand'
import styles from './plain-page.module.css'

/** A page outside of the console (sign in, set up, an invitation): the bird, a heading, one sheet. */
export function PlainPage({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <p className={styles.logo}>
          <Bird width={32} />
          Godwit
        </p>
        <div className={styles.sheet}>
          <h1 className={styles.title}>{title}</h1>
          {lead ? <div className={styles.lead}>{lead}</div> : null}
          {children}
        </div>
      </div>
    </main>
  )
}
