import { type Refusal, refuse } from '../refusal'
import { ok, type Result } from '../result'
import { type ConnectionTarget, connectionTargetSchema, type TlsMode } from './connection-target'

const example = 'postgres://user:password@host:5432/database?sslmode=verify-full'
const no = (message: string, fix: string, field = 'url') => refuse('invalid', message, fix, field)

const tlsBySslmode = new Map<string, TlsMode>([
  ['disable', 'disable'],
  ['allow', 'prefer'],
  ['prefer', 'prefer'],
  ['require', 'require'],
  ['verify-ca', 'verify-full'],
  ['verify-full', 'verify-full'],
])

/** A parsed URL. `ignored` names parameters that Godwit does not use, so that a form can say so. */
export type PostgresUrlParts = ConnectionTarget & { ignored: string[] }

/**
 * Takes a `postgres://` URL apart. Defaults as in libpq: port 5432, the database named like the user, sslmode `prefer`
 * (`verify-ca` becomes the stricter `verify-full`). Refuses what it cannot honour: Unix sockets, host lists, files.
 * No refusal repeats the URL, since a password is in it.
 */
export const parsePostgresUrl = (text: string): Result<PostgresUrlParts, Refusal> => {
  const trimmed = text.trim()
  if (!/^postgres(ql)?:\/\//i.test(trimmed)) {
    return no('This is not a PostgreSQL URL.', `It begins with postgres:// or postgresql://, as in ${example}.`)
  }
  if (/^[^/]*\/\/[^/?#]*,/.test(trimmed)) {
    return no('The URL names several hosts.', 'Name the one server that Godwit should connect to.', 'host')
  }
  const url = parse(trimmed)
  if (!url) {
    const fix = 'In user and password write special characters in percent form: @ as %40, / as %2F, # as %23, % as %25.'
    return no('The URL cannot be read.', fix)
  }
  if (url.host === '' || url.host.includes('/')) {
    return no('The URL names no host.', `Godwit connects over TCP, not over Unix sockets: ${example}.`, 'host')
  }
  if (url.user === '') return no('The URL names no user.', `Put it before the host: ${example}.`, 'user')
  const tls = tlsBySslmode.get(url.parameters.get('sslmode') ?? 'prefer')
  if (!tls) {
    return no('The URL asks for an unknown sslmode.', `Use one of ${[...tlsBySslmode.keys()].join(', ')}.`, 'tls')
  }
  const file = ['sslrootcert', 'sslcert', 'sslkey', 'sslcrl'].find((name) => {
    const value = url.parameters.get(name)
    return value !== null && !(name === 'sslrootcert' && value === 'system')
  })
  if (file)
    return no(`The URL names a file (${file}).`, 'Paste the CA certificate itself into the form instead.', 'tls')

  const target = connectionTargetSchema.safeParse({ ...url, tls, database: url.database || url.user })
  if (!target.success) {
    const field = String(target.error.issues[0]?.path[0] ?? 'url')
    return no(`The URL's ${field} is not valid.`, `A whole URL looks like ${example}.`, field)
  }
  const ignored = [...new Set(url.parameters.keys())].filter((name) => name !== 'sslmode' && name !== 'sslrootcert')
  return ok({ ...target.data, ignored })
}

const parse = (text: string) => {
  try {
    const url = new URL(text)
    return {
      host: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? 5432 : Number(url.port),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.replace(/^\//, '')),
      parameters: url.searchParams,
    }
  } catch {
    return undefined // malformed URL or percent sequence: the caller says so
  }
}
