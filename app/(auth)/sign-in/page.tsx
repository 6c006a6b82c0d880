import type { Metadata } from 'next'
import { SignInForm } from '@/components/access/sign-in-form'
import { PlainPage } from '@/components/shell/plain-page'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>
}) {
  const { callbackUrl } = await searchParams
  return (
    <PlainPage title="Sign in">
      <SignInForm callbackUrl={typeof callbackUrl === 'string' ? callbackUrl : '/'} />
    </PlainPage>
  )
}
