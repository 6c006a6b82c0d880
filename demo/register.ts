import { createGodwitClient } from '@/client/create-client'
import type { Role } from '@/testbed/server'
import { names } from './databases'

const projectName = 'local'

/**
 * Makes the demo's databases known to a running Godwit: two connections, tested and read, in the project `local`, which
 * is made where it is missing. Connections that are there get the new password.
 */
export async function registerConnections(options: {
  url: string
  token: string
  adminUrl: string
  role: Role
}): Promise<void> {
  const client = createGodwitClient({ url: options.url, token: options.token })
  const projects = await client.project.list.query()
  const project =
    projects.find(({ name }) => name === projectName) ?? (await client.project.create.mutate({ name: projectName }))
  const known = await client.connection.list.query({ projectId: project.id })

  const { hostname, port } = new URL(options.adminUrl)
  const { name: user, password } = options.role
  for (const [name, database] of [
    ['Shop (demo)', names.source],
    ['Warehouse (demo)', names.target],
  ] as const) {
    const endpoint = {
      kind: 'postgres',
      host: hostname,
      port: Number(port || 5432),
      database,
      user,
      tls: 'prefer',
    } as const
    const found = known.find((connection) => connection.name === name)
    const { id: connectionId } = found
      ? await client.connection.update.mutate({ connectionId: found.id, endpoint, password })
      : await client.connection.create.mutate({ projectId: project.id, name, environment: 'dev', endpoint, password })
    // So that the first look at it shows a tested connection and its tables.
    await client.connection.test.mutate({ connectionId })
    await client.connection.introspect.mutate({ connectionId })
  }
}
