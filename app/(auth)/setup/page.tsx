import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { SetupChecks } from '@/components/access/setup-checks'
import { SetupForm } from '@/components/access/setup-form'
import { PlainPage } from '@/components/shell/plain-page'
import { readSetUp } from '../../access.server'

export const metadata: Metadata = { title: 'Set up' }

/** The first administrator: only with the token that start has printed, only while there is none; afterwards there is no such page. */
export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams
  const given = typeof token === 'string' ? token : null
  const { state, checks } = await readSetUp(given)
  if (state === 'closed') notFound()
  return (
    <PlainPage
      title={state === 'open' ? 'Set up Godwit' : 'A set-up link is needed'}
      lead={
        state === 'open' ? (
          'You become its first administrator.'
        ) : (
          <>
            Where Godwit was started it has printed a link to this page with a token in it, good for one use. Look for
            the line <code>/setup?token=…</code> in that terminal; each start prints a new one.
          </>
        )
      }
    >
      {state === 'open' && given !== null ? <SetupForm token={given} /> : null}
      <SetupChecks checks={checks} />
    </PlainPage>
  )
}
