'use client'

import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTRPC } from '@/client/react'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { Card } from '../ui/card'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { KeyValue } from '../ui/key-value'
import { Time } from '../ui/time'
import styles from './connection-page.module.css'

/** The password of a connection: when it was set and by whom. It can be replaced; nobody can read it. */
export function SecretCard({ connection, mayChange }: { connection: ConnectionDto; mayChange: boolean }) {
  const [opened, dialog] = useDisclosure(false)
  const [password, setPassword] = useState('')
  const trpc = useTRPC()
  const cache = useQueryClient()
  const connectionId = connection.id
  const replace = useMutation(
    trpc.connection.update.mutationOptions({
      onSuccess: () => {
        setPassword('')
        dialog.close()
      },
      onSettled: () => cache.invalidateQueries(trpc.connection.byId.queryFilter({ connectionId })),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    replace.mutate({ connectionId, password })
  }
  return (
    <Card title="Password">
      <KeyValue
        rows={[
          {
            term: 'Set',
            value: connection.secretSetAt ? <Time at={connection.secretSetAt} as="day" /> : 'never',
          },
          ...(connection.secretSetBy ? [{ term: 'By', value: connection.secretSetBy }] : []),
        ]}
      />
      {mayChange ? (
        <div className={styles.foot}>
          <Button onClick={dialog.open}>Replace…</Button>
        </div>
      ) : null}
      <Modal
        opened={opened}
        onClose={dialog.close}
        title="Replace the password"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form method="post" onSubmit={submit}>
          <Stack gap={16}>
            <p>
              The new password of <code>{connection.endpoint.user}</code> is sealed as it arrives. Runs that are under
              way use it from their next connection on.
            </p>
            <PasswordInput
              label="New password"
              autoComplete="new-password"
              data-autofocus
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {replace.isError ? <ErrorPanel title={explainError(replace.error).message} /> : null}
            <Group justify="flex-end" gap={10}>
              <Button onClick={dialog.close}>Cancel</Button>
              <Button type="submit" variant="filled" loading={replace.isPending}>
                Replace password
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Card>
  )
}
