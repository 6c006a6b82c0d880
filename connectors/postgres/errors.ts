import { ConnectionFailed, type DescribedError, type ErrorClass } from '../errors'
import { ChangedWhileReading, ServerTooOld } from './introspect-errors'
import { type SqlstateEntry, sqlstateEntry } from './sqlstates'

const sqlstate = /^[0-9A-Z]{5}$/
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const fieldsOf = (error: unknown): Record<string, unknown> =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}

const run = (message: string, fix: string): SqlstateEntry => ({ class: 'run', message, fix })
const transient = (message: string, fix: string): SqlstateEntry => ({ class: 'transient', message, fix })
const checkHost = 'Check host, port and firewall, and that the server is running.'
const certificate = (message: string) => run(message, 'Give the right CA certificate, or choose another TLS mode.')

const socketCodes = new Map<string, SqlstateEntry>([
  ['ECONNREFUSED', transient('Nothing answers at this host and port.', checkHost)],
  ['ECONNRESET', transient('The connection was cut.', checkHost)],
  ['EPIPE', transient('The connection was cut.', checkHost)],
  ['ETIMEDOUT', transient('The server did not answer in time.', checkHost)],
  ['EHOSTUNREACH', transient('There is no way to this host.', checkHost)],
  ['ENETUNREACH', transient('There is no way to this network.', checkHost)],
  ['EHOSTDOWN', transient('The host is down.', checkHost)],
  ['EADDRNOTAVAIL', transient('There is no free port to connect from.', 'Close connections, then try again.')],
  ['ENOTFOUND', transient('The host name is unknown.', 'Correct the host name, or the name server.')],
  ['EAI_AGAIN', transient('The name server does not answer.', 'Check the network and its name server.')],
  ['CERT_HAS_EXPIRED', certificate("The server's certificate has expired.")],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', certificate("The server's certificate is self-signed.")],
  ['SELF_SIGNED_CERT_IN_CHAIN', certificate("The server's certificate is signed by an unknown CA.")],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', certificate("The server's certificate is signed by an unknown CA.")],
  ['UNABLE_TO_GET_ISSUER_CERT', certificate("The server's certificate is signed by an unknown CA.")],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', certificate("The server's certificate is signed by an unknown CA.")],
  ['ERR_TLS_CERT_ALTNAME_INVALID', certificate("The server's certificate is made out to another host.")],
])

/** What the driver says in words only, without a code. */
const driverMessages: readonly [RegExp, SqlstateEntry][] = [
  [/^(timeout expired|Query read timeout)/, transient('The server did not answer in time.', checkHost)],
  [
    /^(Connection terminated|Client (was closed|has encountered a connection error)|This socket has been ended|write after end)/,
    transient('The connection was cut.', checkHost),
  ],
  [
    /does not support SSL|error establishing an SSL/,
    run('The server does not offer TLS.', 'Switch TLS on in the server, or choose the mode "disable" or "prefer".'),
  ],
  [/^SASL: .*password must be/, run('The server asks for a password.', 'Give the password of the user.')],
]

/** A policy that refuses a row says 42501 like a missing privilege does; only the server's routine tells them apart. */
const isPolicyRefusal = (code: string | null, routine: unknown) =>
  code === '42501' && routine === 'ExecWithCheckOptions'

/** A standby says 0A000 to a transaction that is to write before its first statement, as if it never could; its routine tells. */
const isStandby = (code: string | null, routine: unknown) => code === '0A000' && routine === 'call_bool_check_hook'
const readOnly = '25006'

const entryFor = (error: unknown): { code: string | null; entry: SqlstateEntry } => {
  if (error instanceof ServerTooOld) return { code: null, entry: run(error.message, 'Upgrade the server first.') }
  if (error instanceof ChangedWhileReading) {
    return { code: null, entry: transient(error.message, 'Let other structural changes finish, then try again.') }
  }
  const { code: rawCode, message, routine } = fieldsOf(error)
  const code = text(rawCode)
  if (isPolicyRefusal(code, routine)) {
    const fix = 'Correct the row, or let a role load it that bypasses row-level security.'
    return { code, entry: { class: 'row', message: 'A row-level security policy of the target refused the row.', fix } }
  }
  if (isStandby(code, routine)) return { code: readOnly, entry: sqlstateEntry(readOnly) }
  const socket = code === null ? undefined : socketCodes.get(code)
  if (socket) return { code, entry: socket }
  if (code?.startsWith('ERR_SSL')) {
    return { code, entry: run('The TLS handshake failed.', 'Check the TLS settings of the server.') }
  }
  // Socket codes such as EPIPE have five letters too, so they are looked up first.
  if (code !== null && sqlstate.test(code)) return { code, entry: sqlstateEntry(code) }
  const known = driverMessages.find(([pattern]) => pattern.test(text(message) ?? ''))
  return { code, entry: known?.[1] ?? run('Something unexpected happened.', 'Look at the log for the cause.') }
}

/**
 * The class of a failure met on a PostgreSQL session: by SQLSTATE, socket code, or the driver's own words. A `row` is a
 * suspicion until it persists with the row alone. Whoever cancels a statement knows that its 57014 is no failure;
 * whoever gets 25006 asks the server whether it is read-only for good, which is `wait`.
 */
export const classifyError = (error: unknown): ErrorClass =>
  error instanceof ConnectionFailed ? error.described.class : entryFor(error).entry.class

/** A failure in plain words, with names but without values and credentials. */
export const describeError = (error: unknown): DescribedError => {
  if (error instanceof ConnectionFailed) return error.described
  const { code, entry } = entryFor(error)
  const fields = fieldsOf(error)
  // Messages of class 22 and 23, and those raised by functions, quote the row: "invalid input syntax …: "4111…"".
  const quotesValues = entry.class === 'row' || code === null || !sqlstate.test(code) || code.startsWith('22')
  return {
    ...entry,
    code,
    schema: text(fields.schema),
    table: text(fields.table),
    column: text(fields.column),
    constraint: text(fields.constraint),
    serverMessage: quotesValues ? null : text(fields.message),
  }
}

/**
 * Which row of a COPY the server names in the context of its error, counted from 1; null: none, or in another language. A guess: what is
 * checked at the end of a COPY has no line of its own.
 */
export function copyLineOf(error: unknown): number | null {
  const { where } = fieldsOf(error)
  const [, line] = /^COPY [\s\S]*?, line (\d+)/m.exec(text(where) ?? '') ?? []
  return line === undefined ? null : Number(line)
}
