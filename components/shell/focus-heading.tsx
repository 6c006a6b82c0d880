'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './page.module.css'
import { useShell } from './shell'

/** The page's heading. After a change of route it takes the focus, so that the keyboard and a screen reader start at the new page. */
export function FocusHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { headed } = useShell()
  const path = usePathname()
  useEffect(() => {
    if (headed.current === path) return
    headed.current = path
    heading.current?.focus({ preventScroll: true })
  }, [headed, path])
  return (
    <h1 ref={heading} tabIndex={-1} className={styles.title}>
      {children}
    </h1>
  )
}
