import type { ReactNode } from 'react'
import { useId } from 'react'
import styles from './card.module.css'

/** A sheet of paper: hairline, 12 px corners, no shadow. `title` names the region; `aside` sits quietly at its right. */
export function Card({ title, aside, children }: { title?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  const heading = useId()
  if (title === undefined) return <div className={styles.card}>{children}</div>
  return (
    <section className={styles.card} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        {aside ? <div className={styles.aside}>{aside}</div> : null}
      </div>
      {children}
    </section>
  )
}
