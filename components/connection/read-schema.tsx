'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { ConnectionDto } from '@/domain/contracts/connection'

/** Asks the worker to read the database's structure again; busy until the stream tells that it has. */
export function ReadSchema({ connection }: { connection: ConnectionDto }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const connectionId = connection.id
  const introspect = useMutation(
    trpc.connection.introspect.mutationOptions({
      onSettled: () => cache.invalidateQueries(trpc.connection.byId.queryFilter({ connectionId })),
    }),
  )
  const reading = connection.introspection.state === 'queued' || connection.introspection.state === 'running'
  return (
    <Button loading={introspect.isPending || reading} onClick={() => introspect.mutate({ connectionId })}>
      {connection.schema ? 'Refresh' : 'Read schema'}
    </Button>
  )
}
