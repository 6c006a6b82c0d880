import { parsePostgresUrl } from '@/domain/connection/postgres-url'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { CommandError, exitCodes } from './exit-codes'
import type { Session } from './session'
import { say } from './terminal'

/**
 * The saved connection of a project that a URL means: the one with the same endpoint, its password renewed, or a new one.
 * Refuses a URL that cannot be understood; the refusal never repeats the URL, which may hold a password.
 */
export async function ensureConnection({ client }: Session, projectId: string, url: string): Promise<ConnectionDto> {
  const parsed = parsePostgresUrl(url)
  if (!parsed.ok) throw new CommandError(exitCodes.usage, parsed.error.message, parsed.error.fix)
  const { password, ignored, ...address } = parsed.value
  if (ignored.length > 0) say(`Not used of the URL: ${ignored.join(', ')}`)
  const endpoint = { kind: 'postgres' as const, ...address, caPem: null }
  const connections = await client.connection.list.query({ projectId })
  const known = connections.find((c) => sameEndpoint(c.endpoint, endpoint))
  if (known !== undefined) return client.connection.update.mutate({ connectionId: known.id, password, endpoint })
  const name = uniqueName(`${endpoint.database}@${endpoint.host}:${endpoint.port}`, connections)
  return client.connection.create.mutate({ projectId, name, endpoint, password })
}

function sameEndpoint(
  a: ConnectionDto['endpoint'],
  b: { host: string; port: number; database: string; user: string },
): boolean {
  return a.host === b.host && a.port === b.port && a.database === b.database && a.user === b.user
}

function uniqueName(wanted: string, connections: readonly ConnectionDto[]): string {
  const taken = new Set(connections.map((c) => c.name))
  const base = wanted.slice(0, 100)
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} (${n})`
    if (!taken.has(name)) return name
  }
}
