import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { ReusedReads } from './reused-reads'

let server: Server | undefined
afterEach(() => server?.close())

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** A socket to a server that sends these bytes and ends. */
async function receiving(bytes: Buffer): Promise<ReusedReads> {
  server = createServer((peer) => peer.end(bytes)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return new ReusedReads().connect(address.port, '127.0.0.1') as ReusedReads
}

const patterned = (length: number) => Buffer.from(Uint32Array.from({ length: length / 4 }, (_, n) => n).buffer)

it('leaves a piece as it is for as long as it is kept, and reads the next ones elsewhere', async () => {
  const sent = patterned(4_000_000)
  const socket = await receiving(sent)
  const kept: Buffer[] = []
  socket.reader = (bytes) => {
    socket.keep()
    kept.push(bytes)
  }
  await once(socket, 'end')
  expect(sha(Buffer.concat(kept))).toBe(sha(sent))
})

it('reads into the same memory again when nobody keeps it', async () => {
  const socket = await receiving(patterned(4_000_000))
  const memory = new Set<ArrayBufferLike>()
  let pieces = 0
  socket.reader = (bytes) => {
    memory.add(bytes.buffer)
    pieces += 1
  }
  await once(socket, 'end')
  expect(pieces).toBeGreaterThan(10)
  expect(memory.size).toBeLessThanOrEqual(2)
})

it('reads into the same memory again when it was kept and given back', async () => {
  const sent = patterned(4_000_000)
  const socket = await receiving(sent)
  const memory = new Set<ArrayBufferLike>()
  const hash = createHash('sha256')
  socket.reader = (bytes) => {
    memory.add(bytes.buffer)
    const release = socket.keep()
    socket.pause()
    setImmediate(() => {
      hash.update(bytes)
      release()
      socket.resume()
    })
  }
  await once(socket, 'end')
  expect(hash.digest('hex')).toBe(sha(sent))
  expect(memory.size).toBeLessThan(6)
})

it('gives listeners bytes that are theirs, while there is no reader', async () => {
  const sent = patterned(1_000_000)
  const socket = await receiving(sent)
  const got: Buffer[] = []
  socket.on('data', (bytes: Buffer) => got.push(bytes))
  await once(socket, 'end')
  expect(sha(Buffer.concat(got))).toBe(sha(sent))
})
