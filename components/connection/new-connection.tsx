'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { useTRPC } from '@/client/react'
import { can } from '@/domain/access/policy'
import type { PostgresUrlParts } from '@/domain/connection/postgres-url'
import { Page } from '../shell/page'
import { useProject } from '../shell/use-project'
import { Card } from '../ui/card'
import { EmptyState } from '../ui/empty-state'
import { ErrorPanel } from '../ui/error-panel'
import { explainError } from '../ui/explain-error'
import { LinkButton } from '../ui/link-button'
import { useCommandKey } from '../ui/use-command-key'
import { ConnectionFields } from './connection-fields'
import styles from './connection-fields.module.css'
import { connectionFormSchema, endpointOf } from './connection-form-schema'
import { UrlField } from './url-field'

const blank = {
  name: '',
  environment: 'dev' as const,
  host: '',
  port: '5432',
  database: '',
  user: '',
  password: '',
  tls: 'verify-full' as const,
  caPem: '',
}

/** Makes a connection, starts its first test and the reading of its schema: the page it leads to shows how both go. */
function NewConnectionForm({ projectId }: { projectId: string }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const router = useRouter()
  const keyed = useCommandKey()
  const form = useForm({ resolver: zodResolver(connectionFormSchema), defaultValues: blank })
  const test = useMutation(trpc.connection.test.mutationOptions())
  const introspect = useMutation(trpc.connection.introspect.mutationOptions())
  const create = useMutation(
    trpc.connection.create.mutationOptions({
      onSuccess: async ({ id }) => {
        // Whether these could be queued or not: the connection exists, and its page offers both again.
        const connectionId = id
        await Promise.allSettled([test.mutateAsync({ connectionId }), introspect.mutateAsync({ connectionId })])
        await cache.invalidateQueries(trpc.project.list.queryFilter())
        await cache.invalidateQueries(trpc.connection.list.queryFilter({ projectId }))
        router.push(`/projects/${projectId}/connections/${id}`)
      },
    }),
  )

  const fill = (parts: PostgresUrlParts) => {
    const { host, database, user, password, tls } = parts
    const filled = { host, database, user, password, tls, port: String(parts.port), caPem: '' }
    const name = form.getValues('name') || `${database}@${host}`
    form.reset({ ...form.getValues(), ...filled, name }, { keepDefaultValues: true })
  }

  const submit = form.handleSubmit((values) =>
    create.mutate(
      keyed({
        projectId,
        name: values.name,
        environment: values.environment,
        endpoint: endpointOf(values),
        password: values.password,
      }),
    ),
  )
  const failed = create.isError ? explainError(create.error) : null
  return (
    <form method="post" onSubmit={submit} noValidate className={styles.sheet}>
      <Card>
        <UrlField onParsed={fill} />
        <hr className={styles.divider} />
        <ConnectionFields form={form} />
        {failed ? <ErrorPanel title={failed.message} requestId={failed.requestId} /> : null}
        <div className={styles.foot}>
          <LinkButton href={`/projects/${projectId}/connections`}>Cancel</LinkButton>
          <Button type="submit" variant="filled" loading={create.isPending || create.isSuccess}>
            Create and test
          </Button>
        </div>
      </Card>
    </form>
  )
}

/** The page on which a connection is made, for whoever may make one. */
export function NewConnection({ projectId }: { projectId: string }) {
  const project = useProject(projectId)
  const may = can(project?.role ?? null, 'connection.change')
  const here = `/projects/${projectId}`
  return (
    <Page
      title="New connection"
      crumbs={[
        { label: project?.name ?? 'Project', href: here },
        { label: 'Connections', href: `${here}/connections` },
      ]}
    >
      {may.ok ? (
        <NewConnectionForm projectId={projectId} />
      ) : (
        <Card>
          <EmptyState sentence={`${may.error.message} ${may.error.fix}`} />
        </Card>
      )}
    </Page>
  )
}
