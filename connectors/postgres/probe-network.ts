import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionTarget } from '@/domain/connection/connection-target'
import { tlsOptions } from './tls-options'

/** PostgreSQL's SSLRequest packet: its length, then the magic number 1234.5679. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/** The addresses of the host, in words. Throws as `dns.lookup` does. */
export const probeName = async ({ host }: ConnectionTarget): Promise<string> => {
  if (isIP(host) !== 0) return `${host} is an address.`
  const addresses = await lookup(host, { all: true })
  return `${host} is ${addresses.map(({ address }) => address).join(', ')}.`
}

/** Opens and closes a TCP connection. */
export const probeSocket = async (target: ConnectionTarget, timeoutMs: number): Promise<string> =>
  withSocket(target, timeoutMs, async (socket) => `Connected to ${socket.remoteAddress}:${socket.remotePort}.`)

export interface TlsProbe {
  /** Null: the connection will not be encrypted. */
  protocol: string | null
  detail: string
}

/**
 * Asks the server for TLS and shakes hands as the target's mode demands, without signing in. Throws what the socket or
 * the handshake throws, and an Error in the driver's words where the server has no TLS.
 */
export const probeTls = async (target: ConnectionTarget, timeoutMs: number): Promise<TlsProbe> => {
  const options = tlsOptions(target)
  if (!options)
    return { protocol: null, detail: 'Switched off for this connection: passwords and rows travel in the clear.' }
  return withSocket(target, timeoutMs, async (socket) => {
    socket.write(sslRequest)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    if (answer.toString('latin1') !== 'S') {
      if (target.tls !== 'prefer') throw new Error('The server does not support SSL connections')
      return { protocol: null, detail: 'The server offers none: passwords and rows travel in the clear.' }
    }
    const name = isIP(target.host) === 0 ? { servername: target.host } : {}
    const secure = connectTls({ socket, host: target.host, ...name, ...options })
    await once(secure, 'secureConnect')
    const protocol = secure.getProtocol()
    const { valid_to: validTo } = secure.getPeerCertificate()
    const cipher = secure.getCipher().standardName
    secure.destroy()
    const checked = options.rejectUnauthorized ? 'certificate checked' : 'certificate not checked'
    return { protocol, detail: `${protocol}, ${cipher}, ${checked}, valid to ${validTo}.` }
  })
}

const withSocket = async <T>(
  { host, port }: ConnectionTarget,
  timeoutMs: number,
  use: (socket: Socket) => Promise<T>,
): Promise<T> => {
  const socket = connect({ host, port })
  const broken = once(socket, 'close').then(() => {
    throw Object.assign(new Error('The connection was closed'), { code: 'ECONNRESET' })
  })
  broken.catch(() => undefined) // only the race below may fail by it; our own closing is no failure
  const timer = setTimeout(() => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), timeoutMs)
  try {
    await once(socket, 'connect')
    return await Promise.race([use(socket), broken])
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}
