'use client'

import { Button, type ButtonProps, Tooltip, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'

/**
 * A button that says why it cannot be pressed: on hover, on focus, on touch and to a screen reader. It stays reachable by keyboard
 * when `reason` is not null, since a reason that nobody can reach helps nobody.
 */
export function ReasonedButton({
  reason,
  onPress,
  children,
  ...button
}: Pick<ButtonProps, 'variant' | 'color' | 'loading' | 'leftSection' | 'size'> & {
  reason: string | null
  onPress: () => void
  children: ReactNode
}) {
  if (reason === null)
    return (
      <Button {...button} onClick={onPress}>
        {children}
      </Button>
    )
  return (
    <Tooltip label={reason} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      <Button {...button} data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
        {children}
        <VisuallyHidden>{` (not possible: ${reason})`}</VisuallyHidden>
      </Button>
    </Tooltip>
  )
}
