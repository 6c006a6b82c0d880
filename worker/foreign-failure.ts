import type { Connector } from '@/connectors/connector'
import { ConnectionFailed } from '@/connectors/errors'
import type { Failure } from './connection-target'

/** What a foreign database threw, in two sentences for a person, with the server's own words where Godwit's say less. */
export function foreignFailure(connector: Pick<Connector, 'describe'>, error: unknown): Failure {
  const { message, serverMessage, fix } = connector.describe(error)
  // A connection that failed is told with host, user and database already.
  const adds = serverMessage !== null && !(error instanceof ConnectionFailed)
  return { reason: adds ? `${message} The server says: ${serverMessage}` : message, fix }
}
