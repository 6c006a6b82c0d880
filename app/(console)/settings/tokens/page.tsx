import type { Metadata } from 'next'
import { NewToken } from '@/components/access/new-token'
import { TokenList } from '@/components/access/token-list'
import { Page } from '@/components/shell/page'

export const metadata: Metadata = { title: 'API tokens' }

export default function Tokens() {
  return (
    <Page
      title="API tokens"
      crumbs={[]}
      sub="With a token, scripts and the godwit command act in your name. The secret is shown once, when it is made."
      actions={<NewToken />}
    >
      <TokenList />
    </Page>
  )
}
