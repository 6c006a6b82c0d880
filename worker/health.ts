import { once } from 'node:events'
import { createServer } from 'node:http'

/** Why the worker is not ready; empty when it is. */
export type Readiness = () => Promise<readonly string[]>

/** The server of `/livez` (the process lives) and `/readyz` (it can work; 503 and reasons when not). Nothing else, no secrets. */
export async function serveHealth(
  address: { port: number; host: string },
  readiness: Readiness,
): Promise<{ close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      response.end(`${JSON.stringify(body)}\n`)
    }
    const { pathname } = new URL(request.url ?? '/', 'http://worker')
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, { status: 'method not allowed' })
    if (pathname === '/livez') return answer(200, { status: 'alive' })
    if (pathname !== '/readyz') return answer(404, { status: 'not found' })
    readiness().then(
      (reasons) =>
        answer(reasons.length === 0 ? 200 : 503, { status: reasons.length === 0 ? 'ready' : 'not ready', reasons }),
      () => answer(503, { status: 'not ready', reasons: ['the check itself failed'] }),
    )
  })
  server.listen(address.port, address.host)
  await once(server, 'listening')
  return {
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
