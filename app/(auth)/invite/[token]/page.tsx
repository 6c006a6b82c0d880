import type { Metadata } from 'next'
import { InviteForm } from '@/components/access/invite-form'
import { PlainPage } from '@/components/shell/plain-page'
import { readInvite } from '../../../access.server'

export const metadata: Metadata = { title: 'Invitation' }

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const invite = await readInvite(token)
  if (invite.state === 'gone') {
    return (
      <PlainPage
        title="This invitation is no longer good"
        lead="It was used, taken back, or has run out. Ask whoever sent it for a new one."
      />
    )
  }
  return (
    <PlainPage
      title={`Join ${invite.project}`}
      lead={
        <>
          You are invited as <strong>{invite.level}</strong>.
        </>
      }
    >
      <InviteForm token={token} email={invite.email} />
    </PlainPage>
  )
}
