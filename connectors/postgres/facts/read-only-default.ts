import type { ConnectionTarget } from '@/domain/connection/connection-target'
import { ConnectionFailed } from '../../errors'
import { openSession, type SessionOptions } from '../connect'

/**
 * Whether ordinary sessions of this role begin read-only, whoever says so: the server's file, its command line, the database or the
 * role. Godwit's own sessions override it, so a session without any settings is asked. Where the server has no session left for that,
 * false: the connection budget tells of it.
 */
export async function isReadOnlyByDefault(
  target: ConnectionTarget,
  options: Pick<SessionOptions, 'applicationName' | 'connectTimeoutMs'>,
): Promise<boolean> {
  const client = await openSession(target, { ...options, pinned: false }).catch((error: unknown) => {
    if (error instanceof ConnectionFailed && error.described.code === '53300') return null
    throw error
  })
  if (client === null) return false
  try {
    const { rows } = await client.query<{ default_transaction_read_only: string }>('SHOW default_transaction_read_only')
    return rows[0]?.default_transaction_read_only === 'on'
  } finally {
    await client.end()
  }
}
