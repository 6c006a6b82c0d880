'use client'

import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { KeyRound, LogOut } from 'lucide-react'
import Link from 'next/link'
import { signOut } from 'next-auth/react'
import { useShell } from './shell'
import styles from './user-menu.module.css'

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0] ?? '')
    .filter((_, at, all) => at === 0 || at === all.length - 1)
    .join('')
    .toUpperCase()

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { me } = useShell()
  return (
    <Menu position="bottom-end" width={220} shadow="none" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={styles.face}>
          <span>
            {initialsOf(me.name)}
            <VisuallyHidden>, account of {me.name}</VisuallyHidden>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={styles.dropdown}>
        <Menu.Label className={styles.who}>
          <span className={styles.name}>{me.name}</span>
          {me.email}
        </Menu.Label>
        <Menu.Item component={Link} href="/settings/tokens" leftSection={<KeyRound size={14} aria-hidden />}>
          API tokens
        </Menu.Item>
        <Menu.Item
          leftSection={<LogOut size={14} aria-hidden />}
          onClick={() => void signOut({ callbackUrl: '/sign-in' })}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
