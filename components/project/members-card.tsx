'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/client/react'
import { can } from '@/domain/access/policy'
import type { MemberDto, ProjectOverviewDto } from '@/domain/contracts/project'
import { Card } from '../ui/card'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { InviteMember } from './invite-member'
import { MemberLine } from './member-line'
import { PendingInvites } from './pending-invites'

/** Who may do what in the project. Owners invite, change roles and remove; everybody else reads. */
export function MembersCard({ overview }: { overview: ProjectOverviewDto }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const projectId = overview.project.id
  const [leaving, setLeaving] = useState<MemberDto | null>(null)
  const refresh = () => cache.invalidateQueries(trpc.project.overview.queryFilter({ projectId }))
  const setLevel = useMutation(trpc.project.setMemberLevel.mutationOptions({ onSettled: refresh }))
  const remove = useMutation(
    trpc.project.removeMember.mutationOptions({ onSuccess: () => setLeaving(null), onSettled: refresh }),
  )
  const manages = can(overview.project.role, 'project.members').ok

  return (
    <Card title="Members" aside={manages ? <InviteMember projectId={projectId} onDone={refresh} /> : undefined}>
      {setLevel.isError ? <ErrorPanel title={explainError(setLevel.error).message} /> : null}
      <ul>
        {overview.members.map((member) => (
          <MemberLine
            key={member.userId}
            member={member}
            manages={manages}
            busy={setLevel.isPending && setLevel.variables.userId === member.userId}
            onLevel={(level) => setLevel.mutate({ projectId, userId: member.userId, level })}
            onRemove={() => {
              remove.reset()
              setLeaving(member)
            }}
          />
        ))}
      </ul>
      <PendingInvites projectId={projectId} invites={overview.invites} onDone={refresh} />
      <ConfirmDialog
        title="Remove from the project"
        verb={`Remove ${leaving?.name ?? ''}`}
        opened={leaving !== null}
        busy={remove.isPending}
        error={remove.error}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && remove.mutate({ projectId, userId: leaving.userId })}
      >
        {leaving?.name} loses access to every migration and connection of {overview.project.name} within seconds. What
        they have started goes on.
      </ConfirmDialog>
    </Card>
  )
}
