import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startProxy, type TcpProxy } from './proxy'

let echo: Server
let proxy: TcpProxy
beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address = echo.address()
  proxy = await startProxy({ host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0 })
})
afterEach(async () => {
  await proxy.close()
  echo.close()
})

const open = async () => {
  const socket = connect({ host: '127.0.0.1', port: proxy.port })
  socket.on('error', () => socket.destroy()) // the proxy's close at the end of a test
  await once(socket, 'connect')
  return socket
}
const answer = async (socket: Socket, text: string) => {
  socket.write(text)
  const [data] = (await once(socket, 'data')) as [Buffer]
  return data.toString()
}
const within = (ms: number, promise: Promise<unknown>) => Promise.race([promise, wait(ms).then(() => 'silence')])

describe('the proxy', () => {
  it('forwards 5 MB unchanged and the end of the stream', async () => {
    const socket = await open()
    const sent = Buffer.alloc(5_000_000, 'godwit')
    const pieces: Buffer[] = []
    socket.on('data', (piece) => pieces.push(piece as Buffer))
    socket.end(sent)
    await once(socket, 'end')
    expect(Buffer.concat(pieces).equals(sent)).toBe(true)
    await expect.poll(() => proxy.connections()).toBe(0)
  })

  it('cuts open connections and takes new ones', async () => {
    const socket = await open()
    expect(await answer(socket, 'a')).toBe('a')
    const broken = once(socket, 'error')
    proxy.cut()
    expect((await broken)[0]).toMatchObject({ code: 'ECONNRESET' })
    expect(await answer(await open(), 'b')).toBe('b')
  })

  it('freezes open and new connections, and thaws with nothing lost', async () => {
    const socket = await open()
    expect(await answer(socket, 'a')).toBe('a')
    proxy.freeze()
    const first = answer(socket, 'b')
    const second = answer(await open(), 'c')
    expect(await within(150, first)).toBe('silence')
    expect(await within(10, second)).toBe('silence')
    proxy.thaw()
    expect(await first).toBe('b')
    expect(await second).toBe('c')
  })

  it('delays each way', async () => {
    const socket = await open()
    proxy.delay(60)
    const start = performance.now()
    expect(await answer(socket, 'a')).toBe('a')
    expect(performance.now() - start).toBeGreaterThanOrEqual(118)
  })

  it('refuses new connections, keeps open ones, and accepts again', async () => {
    const socket = await open()
    expect(await answer(socket, 'a')).toBe('a')
    proxy.refuse()
    const refused = connect({ host: '127.0.0.1', port: proxy.port })
    expect((await once(refused, 'error').catch((error: unknown) => [error]))[0]).toMatchObject({ code: 'ECONNRESET' })
    expect(await answer(socket, 'b')).toBe('b')
    proxy.accept()
    expect(await answer(await open(), 'c')).toBe('c')
  })

  it('breaks the client where the server behind it is gone', async () => {
    echo.close()
    const socket = await open()
    expect((await once(socket, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' })
  })
})
