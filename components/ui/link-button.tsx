'use client'

import { Button } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** A link that looks like a button. `primary`: the one thing to do on this page. */
export function LinkButton({
  href,
  primary = false,
  children,
}: {
  href: string
  primary?: boolean
  children: ReactNode
}) {
  return (
    <Button component={Link} href={href} variant={primary ? 'filled' : 'default'}>
      {children}
    </Button>
  )
}
