'use client'

import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core'
import { Moon, Sun } from 'lucide-react'
import styles from './theme-toggle.module.css'

/** Switches between light and dark; until it is touched, the system decides. Both icons are rendered, the style sheet shows the right one. */
export function ThemeToggle() {
  const { toggleColorScheme } = useMantineColorScheme()
  return (
    <Tooltip label="Light or dark">
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        onClick={toggleColorScheme}
        aria-label="Switch between light and dark"
      >
        <Moon size={15} aria-hidden className={styles.moon} />
        <Sun size={15} aria-hidden className={styles.sun} />
      </ActionIcon>
    </Tooltip>
  )
}
