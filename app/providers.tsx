'use client'

import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { cssVariablesResolver, theme } from '@/components/theme/theme'

/** What every page stands in: the theme, dialogs, notices and the URL's state. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
    >
      <ModalsProvider>
        <Notifications position="bottom-right" />
        <NuqsAdapter>{children}</NuqsAdapter>
      </ModalsProvider>
    </MantineProvider>
  )
}
