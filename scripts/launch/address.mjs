import { isIPv6 } from 'node:net'
import { ExpectedError } from './expected-error.mjs'
import { isPortFree, listenAddress, parsePort } from './ports.mjs'

/**
 * Where the web process listens (`host`, `port`), how this machine reaches it (`local`), and the address that people
 * use (`url`: NEXTAUTH_URL behind a proxy, else the local one). Throws if the port is taken.
 */
export async function chooseAddress(env) {
  const host = listenAddress(env.HOSTNAME)
  const port = parsePort(env.PORT, 3000)
  if (!(await isPortFree(port, host))) {
    throw new ExpectedError(`Port ${port} is in use. Choose another one: PORT=${port + 1} npm start`)
  }
  const local = `http://${reachable(host)}:${port}`
  return { host, port, local, url: (env.NEXTAUTH_URL || env.AUTH_URL || local).replace(/\/+$/, '') }
}

/** An address under which this machine reaches a server that listens on `host`. */
function reachable(host) {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return isIPv6(host) ? `[${host}]` : host
}
