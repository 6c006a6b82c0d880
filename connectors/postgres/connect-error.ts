import type { ConnectionTarget } from '@/domain/connection/connection-target'
import { ConnectionFailed, type DescribedError } from '../errors'
import { describeError } from './errors'

type Words = { message: string; fix: string }

/**
 * Why this target could not be opened, with the names that a person typed and never the password, also where a server
 * repeats it.
 */
export const connectionFailed = (error: unknown, target: ConnectionTarget): ConnectionFailed => {
  const described = describeError(error)
  return new ConnectionFailed(redact({ ...described, ...wordsFor(described, target) }, target.password))
}

const wordsFor = ({ code, message, fix, serverMessage }: DescribedError, target: ConnectionTarget): Words => {
  const { host, port, user, database } = target
  const at = `${host}:${port}`
  switch (code) {
    case '28P01':
      return { message: `The server refused the password of "${user}".`, fix: 'Correct the user or the password.' }
    case '28000':
      return {
        message: `The server does not let "${user}" into "${database}" from here.`,
        fix: `Check that the user exists, and that pg_hba.conf has a line for it. The server says: ${serverMessage}`,
      }
    case '3D000':
      return {
        message: `The server has no database "${database}".`,
        fix: 'Correct the database name, or create the database.',
      }
    case '42501':
      return {
        message: `"${user}" may not connect to "${database}".`,
        fix: `Let the owner run: GRANT CONNECT ON DATABASE "${database}" TO "${user}".`,
      }
    case '42704':
    case '08P01':
    case '0A000':
      return {
        message: `The server at ${at} refused Godwit's session settings.`,
        fix: 'Connect to PostgreSQL directly: a connection pooler (PgBouncer and its like) cannot carry them.',
      }
    case 'ENOTFOUND':
      return { message: `The host name "${host}" is unknown.`, fix: 'Correct the host name.' }
    case 'ECONNREFUSED':
      return {
        message: `Nothing answers at ${at}.`,
        fix: 'Check the port, and that the server runs and listens on this address (listen_addresses).',
      }
    case 'ETIMEDOUT':
      return {
        message: `${at} does not answer.`,
        fix: 'Check host and port, and that no firewall drops the connection.',
      }
    default:
      return { message: message.replace('this host and port', at), fix }
  }
}

const redact = (described: DescribedError, password: string): DescribedError => {
  if (password === '') return described
  const clean = (text: string) => text.replaceAll(password, '[password]')
  const { message, fix, serverMessage } = described
  return {
    ...described,
    message: clean(message),
    fix: clean(fix),
    serverMessage: serverMessage === null ? null : clean(serverMessage),
  }
}
