'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import styles from './page.module.css'
import { useShell } from './shell'

/** The page's heading. After a change of route it takes the focus, so that the keyboard and a screen reader start at the new page. */
export function FocusHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { moved } = useShell()
  useEffect(() => {
    if (moved.current) heading.current?.focus({ preventScroll: true })
  }, [moved])
  return (
    <h1 ref={heading} tabIndex={-1} className={styles.title}>
      {children}
    </h1>
  )
}
