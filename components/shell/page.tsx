import type { ReactNode } from 'react'
import { FocusHeading } from './focus-heading'
import styles from './page.module.css'
import { type Crumb, TopBar } from './top-bar'

/**
 * One page of the console: the top bar with the way here, the heading with its badge and actions, a quiet line below it, the content.
 * `crumbs` are the pages above this one; the title itself ends the trail.
 */
export function Page({
  title,
  crumbs,
  badge,
  actions,
  sub,
  children,
}: {
  title: string
  crumbs: readonly Crumb[]
  badge?: ReactNode
  actions?: ReactNode
  sub?: ReactNode
  children: ReactNode
}) {
  return (
    <>
      <TopBar crumbs={crumbs} title={title} />
      <main id="content" tabIndex={-1} className={styles.main}>
        <header className={styles.head}>
          <div className={styles.heading}>
            <FocusHeading>{title}</FocusHeading>
            {badge}
          </div>
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </header>
        {sub ? <div className={styles.sub}>{sub}</div> : null}
        <div className={styles.content}>{children}</div>
      </main>
    </>
  )
}
