import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '@/db/schema/events'
import { rateLimits } from '@/db/schema/operations'
import { users } from '@/db/schema/people'
import type { RequestScope } from '../http/respond'
import { openWorld, type World } from '../testing/world'
import { authOptions } from './auth-options'
import { hashPassword } from './passwords'
import { SignInLimits } from './sign-in-limits'

let world: World
let limits: SignInLimits
let email: string
const password = 'a long enough password'

beforeAll(async () => {
  world = await openWorld()
  limits = new SignInLimits(world.services.db)
  email = 'ida@example.test'
  const values = { kind: 'person' as const, name: 'Ida', email, passwordHash: await hashPassword(password) }
  await world.database.db.insert(users).values(values)
})
afterAll(() => world.close())

const scope = (): RequestScope => ({
  services: world.services,
  via: { channel: 'ui', ip: '192.0.2.1', requestId: 'r' },
  logger: world.services.logger,
})

/** What next-auth calls when the form is posted. */
async function signIn(credentials: { email: string; password: string }) {
  const [provider] = authOptions(scope(), limits).providers
  if (provider?.type !== 'credentials') throw new Error('no credentials provider')
  const { authorize } = provider.options as { authorize: (given: object, request: object) => Promise<unknown> }
  return authorize(credentials, {})
}

describe('signing in', () => {
  it('works with the password, in whatever case the address is written, and is audited', async () => {
    expect(await signIn({ email: ' IDA@example.test ', password })).toMatchObject({ sessionVersion: 1 })
    const [row] = await world.database.db.select().from(audit).where(eq(audit.action, 'session.signIn'))
    expect(row).toMatchObject({ actorName: 'Ida', ip: '192.0.2.1', channel: 'ui' })
  })

  it('answers an unknown address, a wrong password and a service alike, in about the same time', async () => {
    await world.database.db.insert(users).values({ kind: 'service', name: 'svc', email: 'svc@example.test' })
    const took = async (credentials: { email: string; password: string }) => {
      const began = performance.now()
      expect(await signIn(credentials)).toBeNull()
      return performance.now() - began
    }
    const fastest = async (address: string) => {
      const times: number[] = []
      for (let i = 0; i < 5; i++) times.push(await took({ email: address, password: 'wrong' }))
      return Math.min(...times)
    }
    await fastest(email)
    const [known, unknown, service, nonsense] = [
      await fastest(email),
      await fastest('nobody@example.test'),
      await fastest('svc@example.test'),
      await fastest('no address'),
    ]
    // Without hashing it would be some thirty times faster; a busy machine alone does not make the fastest of five differ so much.
    for (const time of [unknown, service, nonsense]) expect(time).toBeGreaterThan(known / 8)
  })

  it('is refused to somebody who is disabled', async () => {
    const disabledAt = new Date()
    await world.database.db.update(users).set({ disabledAt }).where(eq(users.email, email))
    expect(await signIn({ email, password })).toBeNull()
    await world.database.db.update(users).set({ disabledAt: null }).where(eq(users.email, email))
  })

  it('ends all sessions of the user when signing out', async () => {
    const { events } = authOptions(scope(), limits)
    const [before] = await world.database.db.select().from(users).where(eq(users.email, email))
    const token = { sub: before?.id ?? '', sessionVersion: before?.sessionVersion ?? 0 }
    await events?.signOut?.({ token, session: null } as never)
    const version = async () =>
      (await world.database.db.select().from(users).where(eq(users.email, email)))[0]?.sessionVersion
    expect(await version()).toBe(token.sessionVersion + 1)
    await events?.signOut?.({ token, session: null } as never)
    expect(await version()).toBe(token.sessionVersion + 1)
  })
})

describe('counting sign-ins', () => {
  it('lets ten attempts on an account through, also when they come at once, and says how long to wait', async () => {
    const attempt = { email: 'target@example.test', ip: null }
    const waits = await Promise.all(Array.from({ length: 25 }, () => limits.count(attempt)))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10)
    const wait = await limits.count(attempt)
    expect(wait).toBeGreaterThan(500)
    expect(wait).toBeLessThanOrEqual(600)
    await limits.clear(attempt.email)
    expect(await limits.count(attempt)).toBe(0)
  })

  it('stops one address that tries many accounts, and leaves others alone', async () => {
    const from = (ip: string, n: number) => limits.count({ email: `many-${n}@example.test`, ip })
    for (let n = 0; n < 100; n++) expect(await from('198.51.100.7', n)).toBe(0)
    expect(await from('198.51.100.7', 100)).toBeGreaterThan(0)
    expect(await from('198.51.100.8', 101)).toBe(0)
  })

  it('does not store who tried', async () => {
    const stored = JSON.stringify(await world.database.db.select().from(rateLimits))
    expect(stored).not.toContain('example.test')
    expect(stored).not.toContain('198.51')
  })
})
