'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ProjectDto } from '@/domain/contracts/project'
import { Bird } from './brand'
import styles from './nav.module.css'

type Entry = { href: string; label: string; count?: number; exact?: boolean }

function entriesOf(project: ProjectDto | undefined): { title: string; entries: Entry[] }[] {
  const here = project ? `/projects/${project.id}` : ''
  const inside: Entry[] = project
    ? [
        { href: here, label: 'Overview', exact: true },
        { href: `${here}/migrations`, label: 'Migrations', count: project.migrations },
        { href: `${here}/connections`, label: 'Connections', count: project.connections },
      ]
    : []
  return [
    { title: project?.name ?? '', entries: inside },
    {
      title: 'Everywhere',
      entries: [
        { href: '/projects', label: 'Projects', exact: true },
        { href: '/settings/tokens', label: 'API tokens' },
      ],
    },
  ].filter((group) => group.entries.length > 0)
}

/** The entries of the console: those of the project one is in, then those that are everywhere. */
export function Nav({
  project,
  onNavigate,
}: {
  project: ProjectDto | undefined
  onNavigate?: (() => void) | undefined
}) {
  const path = usePathname()
  return (
    <>
      <Link href="/projects" className={styles.logo} onClick={() => onNavigate?.()}>
        <Bird />
        Godwit
      </Link>
      {entriesOf(project).map((group) => (
        <div key={group.title} className={styles.group}>
          <p className={styles.title}>{group.title}</p>
          <ul>
            {group.entries.map((entry) => {
              const here = entry.exact ? path === entry.href : path === entry.href || path.startsWith(`${entry.href}/`)
              return (
                <li key={entry.href}>
                  <Link
                    href={entry.href}
                    className={styles.entry}
                    aria-current={here ? 'page' : undefined}
                    onClick={() => onNavigate?.()}
                  >
                    {entry.label}
                    {entry.count ? <span className={styles.count}>{entry.count}</span> : null}
                  </Link>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </>
  )
}
