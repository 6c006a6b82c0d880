'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { useTRPC } from '@/client/react'
import { nameSchema } from '@/domain/contracts/common'
import { CodeBlock } from '../ui/code-block'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { Note } from '../ui/note'
import { useCommandKey } from '../ui/use-command-key'

const schema = z.object({ name: nameSchema, days: z.enum(['7', '30', '90', '365', 'never']) })

const lives = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'never', label: 'until it is revoked' },
]

/** Makes an API token. Its secret is shown in this dialog, once, and is gone when the dialog closes. */
export function NewToken() {
  const [opened, dialog] = useDisclosure(false)
  const trpc = useTRPC()
  const keyed = useCommandKey()
  const cache = useQueryClient()
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '', days: '90' as const },
  })
  const create = useMutation(
    trpc.token.create.mutationOptions({ onSettled: () => cache.invalidateQueries(trpc.token.list.queryFilter()) }),
  )
  const close = () => {
    dialog.close()
    reset()
    create.reset()
  }
  const submit = handleSubmit(({ name, days }) =>
    create.mutate(keyed({ name, expiresInDays: days === 'never' ? null : Number(days) })),
  )
  return (
    <>
      <Button variant="filled" onClick={dialog.open}>
        New token
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        closeOnClickOutside={!create.isSuccess}
        title={create.isSuccess ? 'Copy the token now' : 'New API token'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {create.isSuccess ? (
          <Stack gap={16}>
            <Note tone="warn">It is shown once. Whoever has it acts as you.</Note>
            <CodeBlock code={create.data.secret} label="The token" wrap />
            <Group justify="flex-end">
              <Button variant="filled" onClick={close}>
                Done
              </Button>
            </Group>
          </Stack>
        ) : (
          <form onSubmit={submit} noValidate>
            <Stack gap={16}>
              <TextInput
                label="Name"
                placeholder="Nightly pipeline"
                description="What it is for, so that you know it again."
                data-autofocus
                error={formState.errors.name?.message}
                {...register('name')}
              />
              <NativeSelect label="Valid for" data={lives} {...register('days')} />
              {create.isError ? <ErrorPanel title={explainError(create.error).message} /> : null}
              <Group justify="flex-end" gap={10}>
                <Button onClick={close}>Cancel</Button>
                <Button type="submit" variant="filled" loading={create.isPending}>
                  Create token
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </>
  )
}
