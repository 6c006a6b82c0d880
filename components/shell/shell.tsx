'use client'

import { Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useParams, usePathname } from 'next/navigation'
import { createContext, type ReactNode, type RefObject, useContext, useRef } from 'react'
import { type Live, useLive } from '@/client/react'
import type { MeDto } from '@/domain/contracts/session'
import { Nav } from './nav'
import { SessionEnded } from './session-ended'
import styles from './shell.module.css'
import { useProject } from './use-project'
import { useRememberedProject } from './use-remembered-project'

type ShellState = {
  me: MeDto
  live: Live
  openNav: () => void
  /** The address whose heading had the focus last; at first the one that the browser itself loaded, which puts the focus where it wants. */
  headed: RefObject<string>
}

const ShellContext = createContext<ShellState | null>(null)

/** The shell around the page: who is signed in, and the drawer that the navigation becomes on a narrow screen. */
export function useShell(): ShellState {
  const shell = useContext(ShellContext)
  if (shell === null) throw new Error('useShell outside of Shell')
  return shell
}

/** The console's frame: navigation at the left (a drawer below 768 px), the page at the right; it keeps the project one is in live. */
export function Shell({ me, children }: { me: MeDto; children: ReactNode }) {
  const [open, drawer] = useDisclosure(false)
  const path = usePathname()
  const { project: projectId } = useParams<{ project?: string }>()
  const project = useProject(projectId)
  // Held here and not by each page, so that going from page to page does not open the stream anew.
  const live = useLive(projectId === undefined ? [] : [{ kind: 'project', id: projectId }])
  const headed = useRef(path)
  useRememberedProject(project?.id)
  return (
    <ShellContext value={{ me, live, openNav: drawer.open, headed }}>
      <nav aria-label="Skip">
        <a href="#content" className={styles.skip}>
          Skip to the content
        </a>
      </nav>
      <div className={styles.frame}>
        <nav className={styles.nav} aria-label="Main">
          <Nav project={project} />
        </nav>
        <Drawer
          opened={open}
          onClose={drawer.close}
          size={264}
          title="Navigation"
          closeButtonProps={{ 'aria-label': 'Close navigation' }}
          classNames={{ content: styles.drawer, header: styles.drawer }}
        >
          <nav aria-label="Main">
            <Nav project={project} onNavigate={drawer.close} />
          </nav>
        </Drawer>
        <div className={styles.page}>{children}</div>
      </div>
      <SessionEnded ended={live.signedOut} />
    </ShellContext>
  )
}
