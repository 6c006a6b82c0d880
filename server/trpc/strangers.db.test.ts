import { eq } from 'drizzle-orm'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiTokens, users } from '@/db/schema/people'
import { hashSecret } from '@/db/statements/set-up-link'
import { makeApiToken } from '../auth/secrets'
import { handleTrpc } from '../http/trpc-handler'
import { openWorld, testUrl, type World } from '../testing/world'
import { appRouter } from './root'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const paths = Object.keys(appRouter._def.procedures)
const bodies = [undefined, '', 'null', '{', '{"json":{}}', '[1,2]', `{"json":{"migrationId":"${'x'.repeat(5_000)}"}}`]

const call = (path: string, init: RequestInit = {}) =>
  handleTrpc(new Request(new URL(`/api/trpc/${path}`, testUrl), init), world.services)
const post = (path: string, body: string | undefined, headers: Record<string, string> = {}) =>
  call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testUrl.origin, ...headers },
    ...(body === undefined ? {} : { body }),
  })

async function cookieOf(userId: string, sessionVersion: number): Promise<string> {
  const token = await encode({ token: { sub: userId, sessionVersion }, secret: world.services.authSecret })
  return `next-auth.session-token=${token}`
}

describe('a stranger', () => {
  it('finds a router of more than thirty procedures, all named here by the router itself', () => {
    expect(paths.length).toBeGreaterThan(30)
  })

  it.each(paths)('gets 401 from %s, whatever is sent', async (path) => {
    for (const body of bodies) expect((await post(path, body)).status, String(body)).toBe(401)
    for (const input of ['', '?input=', '?input={', '?batch=1&input={}'])
      expect((await call(path + input)).status).toBe(401)
    expect((await post(path, 'x', { 'content-type': 'text/nonsense' })).status).toBe(401)
  })

  it.each(paths)('is turned away by %s itself too, before its input is parsed', async (path) => {
    const { services } = world
    const via = { channel: 'ui', ip: null, requestId: null } as const
    const ctx = { services, identity: null, via, logger: services.logger }
    const caller = appRouter.createCaller(ctx) as unknown as Record<string, Record<string, (input: unknown) => unknown>>
    const [router = '', procedure = ''] = path.split('.')
    const answer = Promise.resolve(caller[router]?.[procedure]?.({ not: 'an input' }))
    await expect(answer).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('gets 401 from what is no procedure at all, and from the stream instead of an open one', async () => {
    expect((await call('no.such')).status).toBe(401)
    expect((await post('no.such,session.me?batch=1', '{}')).status).toBe(401)
    const stream = await call('events.stream?input={"json":{"topics":[]}}', {
      headers: { accept: 'text/event-stream' },
    })
    expect(stream.status).toBe(401)
    expect(stream.headers.get('content-type')).toContain('application/json')
  })

  it.each(['Bearer gdw_0123456789012345678901234567890123456789012', 'Bearer nothing', 'Basic dXNlcjpwYXNz', ''])(
    'does not get in by %s, and its browser’s cookie is not asked',
    async (authorization) => {
      const { owner } = world.people
      const cookie = await cookieOf(owner.userId, 1)
      expect((await call('session.me', { headers: { cookie } })).status).toBe(200)
      expect((await call('session.me', { headers: { cookie, authorization } })).status).toBe(401)
    },
  )
})

describe('a session', () => {
  it('ends with its version, with its user, and never holds under another secret', async () => {
    const { db } = world.database
    const { viewer } = world.people
    const me = async (cookie: string) => (await call('session.me', { headers: { cookie } })).status
    const cookie = await cookieOf(viewer.userId, 1)
    const forged = await encode({ token: { sub: viewer.userId, sessionVersion: 1 }, secret: 'another secret' })
    expect(await me(cookie)).toBe(200)
    expect(await me(`next-auth.session-token=${forged}`)).toBe(401)
    await db.update(users).set({ sessionVersion: 2 }).where(eq(users.id, viewer.userId))
    expect(await me(cookie)).toBe(401)
    expect(await me(await cookieOf(viewer.userId, 2))).toBe(200)
    await db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, viewer.userId))
    expect(await me(await cookieOf(viewer.userId, 2))).toBe(401)
    await db.update(users).set({ disabledAt: null, sessionVersion: 1 }).where(eq(users.id, viewer.userId))
  })

  it('changes nothing for a page of another origin', async () => {
    const cookie = await cookieOf(world.people.owner.userId, 1)
    const body = '{"json":{"name":"By another page"}}'
    const from = async (headers: Record<string, string>) =>
      (
        await call('project.create', {
          method: 'POST',
          body,
          headers: { cookie, 'content-type': 'application/json', ...headers },
        })
      ).status
    expect(await from({ origin: 'https://evil.example' })).toBe(403)
    expect(await from({ origin: 'null' })).toBe(403)
    expect(await from({})).toBe(403)
    expect(await from({ origin: testUrl.origin })).toBe(200)
    expect(await from({ origin: 'http://other-name:3000', host: 'other-name:3000' })).toBe(200)
    expect(await from({ 'sec-fetch-site': 'same-origin' })).toBe(200)
  })
})

describe('an API token', () => {
  it('acts as its owner until it expires or is revoked, and notes that it was used', async () => {
    const { db } = world.database
    const { secret, hash } = makeApiToken()
    const values = { userId: world.people.owner.userId, name: 'ci', prefix: 'gdw_', secretHash: hash }
    await db.insert(apiTokens).values({ ...values, expiresAt: new Date(Date.now() + 60_000) })
    const status = async () => (await call('session.me', { headers: { authorization: `Bearer ${secret}` } })).status
    const change = (to: Partial<typeof apiTokens.$inferInsert>) =>
      db
        .update(apiTokens)
        .set(to)
        .where(eq(apiTokens.secretHash, hashSecret(secret)))
    expect(await status()).toBe(200)
    const [used] = await db.select().from(apiTokens).where(eq(apiTokens.secretHash, hash))
    expect(used?.lastUsedAt).toBeInstanceOf(Date)
    await change({ expiresAt: new Date(Date.now() - 1) })
    expect(await status()).toBe(401)
    await change({ expiresAt: null })
    expect(await status()).toBe(200)
    await change({ revokedAt: new Date() })
    expect(await status()).toBe(401)
  })
})
