'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, Group, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/client/react'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { ConnectionFields } from './connection-fields'
import { type ConnectionFormInput, connectionFormSchema, endpointOf } from './connection-form-schema'

const formOf = ({ name, environment, endpoint }: ConnectionDto): ConnectionFormInput => ({
  name,
  environment,
  host: endpoint.host,
  port: String(endpoint.port),
  database: endpoint.database,
  user: endpoint.user,
  password: '',
  tls: endpoint.tls,
  caPem: endpoint.caPem ?? '',
})

/** The button and the dialog that change a connection; an empty password leaves the one that is set. */
export function EditConnection({ connection }: { connection: ConnectionDto }) {
  const [opened, dialog] = useDisclosure(false)
  const trpc = useTRPC()
  const cache = useQueryClient()
  const connectionId = connection.id
  const form = useForm({ resolver: zodResolver(connectionFormSchema), defaultValues: formOf(connection) })
  const update = useMutation(
    trpc.connection.update.mutationOptions({
      onSuccess: () => dialog.close(),
      onSettled: () => cache.invalidateQueries(trpc.connection.byId.queryFilter({ connectionId })),
    }),
  )
  const open = () => {
    form.reset(formOf(connection))
    update.reset()
    dialog.open()
  }
  const submit = form.handleSubmit((values) =>
    update.mutate({
      connectionId,
      name: values.name,
      environment: values.environment,
      endpoint: endpointOf(values),
      ...(values.password === '' ? {} : { password: values.password }),
    }),
  )
  const failed = update.isError ? explainError(update.error) : null
  return (
    <>
      <Button onClick={open}>Edit</Button>
      <Modal
        opened={opened}
        onClose={dialog.close}
        size={560}
        title={`Edit ${connection.name}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form method="post" onSubmit={submit} noValidate>
          <Stack gap={16}>
            <ConnectionFields form={form} keepsPassword />
            {failed ? <ErrorPanel title={failed.message} requestId={failed.requestId} /> : null}
            <Group justify="flex-end" gap={10}>
              <Button onClick={dialog.close}>Cancel</Button>
              <Button type="submit" variant="filled" loading={update.isPending}>
                Save changes
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
