'use client'

import { Page } from '@/components/shell/page'
import { ErrorPanel } from '@/components/ui/error-panel'

const digestOf = (error: unknown) =>
  error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : undefined

/** A page that failed, inside the console: what it means, the reference for the logs, and another try. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Page title="This page failed" crumbs={[{ label: 'Projects', href: '/projects' }]}>
      <ErrorPanel
        title="Godwit could not show this page."
        message="Nothing was changed. A migration that runs goes on by itself."
        requestId={digestOf(error)}
        onRetry={() => retry()}
      />
    </Page>
  )
}
