'use client'

import { ActionIcon, VisuallyHidden } from '@mantine/core'
import { Menu as MenuIcon } from 'lucide-react'
import Link from 'next/link'
import { LiveDot } from './live-dot'
import { useShell } from './shell'
import { ThemeToggle } from './theme-toggle'
import styles from './top-bar.module.css'
import { UserMenu } from './user-menu'

/** A page above the present one. */
export type Crumb = { label: string; href: string }

/** The bar above a page: the way here at the left; the stream, the theme and the person at the right. */
export function TopBar({ crumbs, title }: { crumbs: readonly Crumb[]; title: string }) {
  const { openNav, live } = useShell()
  return (
    <section className={styles.bar} aria-label="Top bar">
      <ActionIcon className={styles.menu} variant="subtle" color="gray" size={32} onClick={openNav}>
        <MenuIcon size={18} aria-hidden />
        <VisuallyHidden>Open navigation</VisuallyHidden>
      </ActionIcon>
      <nav aria-label="Breadcrumb" className={styles.trail}>
        <ol className={styles.crumbs}>
          {crumbs.map((crumb) => (
            <li key={crumb.href} className={styles.crumb}>
              <Link href={crumb.href}>{crumb.label}</Link>
              <span aria-hidden="true" className={styles.slash}>
                /
              </span>
            </li>
          ))}
          <li className={styles.crumb}>
            <span aria-current="page" className={styles.here}>
              {title}
            </span>
          </li>
        </ol>
      </nav>
      <div className={styles.tools}>
        <LiveDot live={live.live} />
        <ThemeToggle />
        <UserMenu />
      </div>
    </section>
  )
}
