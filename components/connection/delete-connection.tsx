'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/client/react'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { ConfirmDialog } from '../ui/confirm-dialog'

/** The button and the dialog that take a connection away; the server refuses while a migration needs it. */
export function DeleteConnection({ connection }: { connection: ConnectionDto }) {
  const [opened, dialog] = useDisclosure(false)
  const trpc = useTRPC()
  const cache = useQueryClient()
  const router = useRouter()
  const { id: connectionId, projectId } = connection
  const remove = useMutation(
    trpc.connection.delete.mutationOptions({
      onSuccess: async () => {
        router.push(`/projects/${projectId}/connections`)
        await cache.invalidateQueries(trpc.connection.list.queryFilter({ projectId }))
        await cache.invalidateQueries(trpc.project.list.queryFilter())
      },
    }),
  )
  const open = () => {
    remove.reset()
    dialog.open()
  }
  return (
    <>
      <Button onClick={open}>Delete…</Button>
      <ConfirmDialog
        title={`Delete ${connection.name}`}
        verb="Delete connection"
        opened={opened}
        busy={remove.isPending || remove.isSuccess}
        error={remove.error}
        onClose={dialog.close}
        onConfirm={() => remove.mutate({ connectionId })}
      >
        Godwit forgets how to sign in to <code>{connection.label}</code>, and what it knows of its schema. The database
        itself is not touched; migrations that have ended keep the name.
      </ConfirmDialog>
    </>
  )
}
