'use client'

import { ActionIcon } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTRPC } from '@/client/react'
import type { InviteDto } from '@/domain/contracts/project'
import { Time } from '../ui/time'
import styles from './members.module.css'

/** Invitations that nobody has answered yet; each can be taken back. */
export function PendingInvites({
  projectId,
  invites,
  onDone,
}: {
  projectId: string
  invites: readonly InviteDto[]
  onDone: () => void
}) {
  const trpc = useTRPC()
  const revoke = useMutation(trpc.project.revokeInvite.mutationOptions({ onSettled: onDone }))
  if (invites.length === 0) return null
  return (
    <div className={styles.pending}>
      <p className={styles.pendingTitle}>Invited, not answered yet</p>
      <ul>
        {invites.map((invite) => (
          <li key={invite.id} className={styles.member}>
            <span className={styles.who}>
              <span className={styles.email}>{invite.email}</span>
              <span className={styles.email}>
                {invite.level} · until <Time at={invite.expiresAt} as="day" />
              </span>
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={26}
              aria-label={`Take back the invitation of ${invite.email}`}
              loading={revoke.isPending && revoke.variables.inviteId === invite.id}
              onClick={() => revoke.mutate({ projectId, inviteId: invite.id })}
            >
              <X size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </div>
  )
}
