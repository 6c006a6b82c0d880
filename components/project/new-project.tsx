'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/client/react'
import { createProjectInputSchema } from '@/domain/contracts/project'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { useCommandKey } from '../ui/use-command-key'

const schema = createProjectInputSchema.pick({ name: true })

/** The button and the dialog that make a project; its maker owns it and lands in it. */
export function NewProject() {
  const [opened, dialog] = useDisclosure(false)
  const trpc = useTRPC()
  const cache = useQueryClient()
  const router = useRouter()
  const keyed = useCommandKey()
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '' },
  })
  const create = useMutation(
    trpc.project.create.mutationOptions({
      onSuccess: async (project) => {
        await cache.invalidateQueries(trpc.project.list.queryFilter())
        router.push(`/projects/${project.id}`)
      },
    }),
  )
  const open = () => {
    reset()
    create.reset()
    dialog.open()
  }
  return (
    <>
      <Button variant="filled" onClick={open}>
        New project
      </Button>
      <Modal opened={opened} onClose={dialog.close} title="New project" closeButtonProps={{ 'aria-label': 'Close' }}>
        <form onSubmit={handleSubmit((values) => create.mutate(keyed(values)))} noValidate>
          <Stack gap={16}>
            <TextInput
              label="Name"
              placeholder="CRM to warehouse"
              description="Connections, migrations and people belong to a project."
              data-autofocus
              error={formState.errors.name?.message}
              {...register('name')}
            />
            {create.isError ? (
              <ErrorPanel title={explainError(create.error).message} requestId={explainError(create.error).requestId} />
            ) : null}
            <Group justify="flex-end" gap={10}>
              <Button onClick={dialog.close}>Cancel</Button>
              <Button type="submit" variant="filled" loading={create.isPending || create.isSuccess}>
                Create project
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
