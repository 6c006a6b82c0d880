'use client'

import { MantineProvider } from '@mantine/core'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { cssVariablesResolver, theme } from '@/components/theme/theme'

/** What every page stands in: the theme, and the state that is in the URL. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
    >
      <NuqsAdapter>{children}</NuqsAdapter>
    </MantineProvider>
  )
}
