import { connect, createServer, isIP } from 'node:net'

/** A free TCP port of 127.0.0.1: the preferred one if it is free, else any. */
export async function freePort(preferred = 0) {
  if (preferred !== 0 && !(await canListen(preferred))) return freePort()
  return listenOnce(preferred)
}

/** True if nobody listens there: bindable, and (for a server bound to another address family) not answering. */
export async function isPortFree(port, host = '127.0.0.1') {
  return (await canListen(port, host)) && !(await answers(port, host))
}

/**
 * The address to listen on. HOSTNAME counts only where it is an address or `localhost`: shells and containers also put
 * the machine's name there, which nobody meant as "open this to the network".
 */
export function listenAddress(hostname) {
  return hostname === 'localhost' || isIP(hostname ?? '') !== 0 ? hostname : '127.0.0.1'
}

/** A valid PORT, or an error in words. */
export function parsePort(text, fallback) {
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT must be a number from 1 to 65535, not "${text}".`)
  return port
}

const canListen = (port, host) =>
  listenOnce(port, host).then(
    () => true,
    () => false,
  )

function listenOnce(port, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => {
      const { port: bound } = server.address()
      server.close(() => resolve(bound))
    })
  })
}

function answers(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 500 })
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
  })
}
