'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, Group, Modal, NativeSelect, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/client/react'
import { inviteMemberInputSchema } from '@/domain/contracts/project'
import { CodeBlock } from '../ui/code-block'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { useCommandKey } from '../ui/use-command-key'
import styles from './members.module.css'

const schema = inviteMemberInputSchema.pick({ email: true, level: true })

const levels = [
  { value: 'viewer', label: 'viewer: sees everything, changes nothing' },
  { value: 'operator', label: 'operator: plans, starts, pauses, cancels' },
  { value: 'manager', label: 'manager: creates migrations and connections' },
  { value: 'owner', label: 'owner: also decides who may do what' },
]

/** Gives a role to somebody: at once where they have an account, else by a link that the owner sends them. */
export function InviteMember({ projectId, onDone }: { projectId: string; onDone: () => void }) {
  const [opened, dialog] = useDisclosure(false)
  const trpc = useTRPC()
  const keyed = useCommandKey()
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { email: '', level: 'operator' as const },
  })
  const invite = useMutation(
    trpc.project.inviteMember.mutationOptions({
      onSuccess: (answer) => {
        onDone()
        if (answer.kind === 'added') dialog.close()
      },
    }),
  )
  const open = () => {
    reset()
    invite.reset()
    dialog.open()
  }
  const link = invite.data?.kind === 'invited' ? new URL(invite.data.path, location.origin).href : null
  return (
    <>
      <UnstyledButton className={styles.invite} onClick={open}>
        Invite
      </UnstyledButton>
      <Modal
        opened={opened}
        onClose={dialog.close}
        title="Invite somebody"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {link === null ? (
          <form onSubmit={handleSubmit((values) => invite.mutate(keyed({ projectId, ...values })))} noValidate>
            <Stack gap={16}>
              <TextInput
                label="E-mail"
                type="email"
                autoComplete="off"
                data-autofocus
                error={formState.errors.email?.message}
                {...register('email')}
              />
              <NativeSelect label="Role" data={levels} {...register('level')} />
              {invite.isError ? <ErrorPanel title={explainError(invite.error).message} /> : null}
              <Group justify="flex-end" gap={10}>
                <Button onClick={dialog.close}>Cancel</Button>
                <Button type="submit" variant="filled" loading={invite.isPending}>
                  Invite
                </Button>
              </Group>
            </Stack>
          </form>
        ) : (
          <Stack gap={16}>
            <p>Send this link to them. It works once, and shows the project and the role before they accept.</p>
            <CodeBlock code={link} label="The invitation’s link" wrap />
            <Group justify="flex-end">
              <Button variant="filled" onClick={dialog.close}>
                Done
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}
