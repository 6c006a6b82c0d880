import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freePort, isPortFree, listenAddress, parsePort } from './ports.mjs'

it('a taken port is not free, and another one is found', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await isPortFree(port)).toBe(false)
  expect(await freePort(port)).not.toBe(port)
  server.close()
  await once(server, 'close')
  expect(await isPortFree(port)).toBe(true)
  expect(await freePort(port)).toBe(port)
})

it("listens to the network only where HOSTNAME is an address, not a machine's name", () => {
  expect(listenAddress('0.0.0.0')).toBe('0.0.0.0')
  expect(listenAddress('::1')).toBe('::1')
  expect(listenAddress('localhost')).toBe('localhost')
  expect(listenAddress('4f2a9c01d7ab')).toBe('127.0.0.1')
  expect(listenAddress(undefined)).toBe('127.0.0.1')
})

it('PORT is a port', () => {
  expect(parsePort(undefined, 3000)).toBe(3000)
  expect(parsePort('8080', 3000)).toBe(8080)
  for (const wrong of ['0', '65536', '80a', '1.5']) expect(() => parsePort(wrong, 3000)).toThrow(/PORT must be/)
})
