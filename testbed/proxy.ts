import { EventEmitter, once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A TCP proxy in front of a server, to make the network misbehave. */
export type TcpProxy = {
  port: number
  /** Resets every open connection; new ones are still taken. */
  cut(): void
  /** Holds all bytes back, both ways, on open and new connections, without closing anything. */
  freeze(): void
  thaw(): void
  /** Delays every piece of data from now on by `ms`, each way. */
  delay(ms: number): void
  /** Resets new connections at once; open ones live on. */
  refuse(): void
  accept(): void
  /** Connections open now. */
  connections(): number
  close(): Promise<void>
}

/** Starts a proxy on a free port of 127.0.0.1 that forwards to `host:port`. */
export async function startProxy({ host, port }: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>()
  const gate = new EventEmitter().setMaxListeners(0)
  let frozen = false
  let refusing = false
  let delayMs = 0

  /** Reads one piece at a time, so that what is held back here is held back at its sender too. */
  const forward = async (from: Socket, to: Socket) => {
    for await (const piece of from) {
      if (delayMs > 0) await wait(delayMs)
      while (frozen) await once(gate, 'thaw')
      if (!to.write(piece)) await once(to, 'drain')
    }
    to.end()
  }
  const reset = (pair: [Socket, Socket]) => {
    pairs.delete(pair)
    for (const socket of pair) socket.resetAndDestroy()
  }
  const join = (client: Socket) => {
    const upstream = connect({ host, port, allowHalfOpen: true, noDelay: true })
    const pair: [Socket, Socket] = [client, upstream]
    pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => reset(pair)) // broken on one side is broken on both
      socket.on('close', () => client.closed && upstream.closed && pairs.delete(pair))
    }
    const broken = () => reset(pair)
    forward(client, upstream).catch(broken)
    forward(upstream, client).catch(broken)
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (refusing) client.resetAndDestroy()
    else join(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')

  const cut = () => {
    for (const pair of pairs) reset(pair)
  }
  const thaw = () => {
    frozen = false
    gate.emit('thaw')
  }
  return {
    port: address.port,
    cut,
    freeze() {
      frozen = true
    },
    thaw,
    delay(ms) {
      delayMs = ms
    },
    refuse() {
      refusing = true
    },
    accept() {
      refusing = false
    },
    connections: () => pairs.size,
    async close() {
      cut()
      thaw()
      server.close()
      await once(server, 'close')
    },
  }
}
