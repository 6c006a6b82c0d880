import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { NewToken } from '@/components/access/new-token'
import { TokenList } from '@/components/access/token-list'
import { Page } from '@/components/shell/page'
import { readFor } from '../../../read-for'

export const metadata: Metadata = { title: 'API tokens' }

export default async function Tokens() {
  const state = await readFor('/settings/tokens', ({ trpc, queryClient }) => [
    queryClient.fetchQuery(trpc.token.list.queryOptions()),
  ])
  return (
    <Page
      title="API tokens"
      crumbs={[]}
      sub="With a token, scripts and the godwit command act in your name. The secret is shown once, when it is made."
      actions={<NewToken />}
    >
      <HydrationBoundary state={state}>
        <TokenList />
      </HydrationBoundary>
    </Page>
  )
}
