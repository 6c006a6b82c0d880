import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '@/db/schema/events'
import { idempotency } from '@/db/schema/operations'
import { apiTokens, users } from '@/db/schema/people'
import { registerLocalToken } from '@/db/statements/local-token'
import { type Person, seedPerson } from '@/db/testing/fixtures'
import { transaction } from '@/db/transaction'
import { handleTrpc } from '../../http/trpc-handler'
import { digestDatabase, failAuditOf } from '../../testing/whole-database'
import { connectAs, openWorld, refusalOf, testUrl, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const db = () => world.database.db

/** A command as somebody who is signed in by a session: tokens cannot make tokens. */
async function create(person: Person, input: object) {
  const token = await encode({ token: { sub: person.userId, sessionVersion: 1 }, secret: world.services.authSecret })
  const headers = {
    cookie: `next-auth.session-token=${token}`,
    origin: testUrl.origin,
    'content-type': 'application/json',
  }
  const request = new Request(new URL('/api/trpc/token.create', testUrl), {
    method: 'POST',
    headers,
    body: JSON.stringify({ json: input }),
  })
  const response = await handleTrpc(request, world.services)
  const body = (await response.json()) as { result?: { data: { json: { secret: string; token: { id: string } } } } }
  return { status: response.status, made: body.result?.data.json }
}

describe('token.create', () => {
  it('shows a secret that works, once; only its hash is stored', async () => {
    const { made } = await create(world.people.owner, { name: 'ci' })
    expect(made?.secret).toMatch(/^gdw_[\w-]{43}$/)
    const me = await connectAs(world.services, made?.secret ?? '').session.me.query()
    expect(me).toMatchObject({ userId: world.people.owner.userId, name: 'Olga' })
    const [row] = await db()
      .select()
      .from(apiTokens)
      .where(eq(apiTokens.id, made?.token.id ?? ''))
    expect(JSON.stringify(row)).not.toContain(made?.secret)
    expect(row?.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 89 * 86_400_000)
  })

  it('answers one key with one secret, which is stored nowhere in the clear', async () => {
    const input = { name: 'once', idempotencyKey: randomUUID() }
    const [first, second] = [await create(world.people.owner, input), await create(world.people.owner, input)]
    expect(second.made?.secret).toBe(first.made?.secret)
    const stored = JSON.stringify(await db().select().from(idempotency)) + JSON.stringify(await auditRows())
    expect(stored).not.toContain(first.made?.secret)
  })

  it('is refused to a token', async () => {
    const before = await digestDatabase(db())
    const asked = (await world.as(world.people.owner)).token.create.mutate({ name: 'child' })
    expect(await refusalOf(asked)).toMatchObject({ code: 'forbidden' })
    expect(await digestDatabase(db())).toEqual(before)
  })

  it('rolls back whole', async () => {
    const before = await db().select().from(apiTokens)
    const lift = await failAuditOf(db(), 'token.create')
    expect((await create(world.people.owner, { name: 'lost' })).status).toBe(500)
    await lift()
    expect(await db().select().from(apiTokens)).toHaveLength(before.length)
  })
})

const auditRows = async () => (await db().select().from(audit)).map(({ id: _, ...row }) => row)

describe('token.revoke', () => {
  it('ends it at the next request, and says who did', async () => {
    const { owner } = world.people
    const { made } = await create(owner, { name: 'short-lived' })
    const client = connectAs(world.services, made?.secret ?? '')
    await client.session.me.query()
    const revoked = await (await world.as(owner)).token.revoke.mutate({ tokenId: made?.token.id ?? '' })
    expect(revoked.revokedAt).not.toBeNull()
    await expect(client.session.me.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
    expect((await auditRows()).at(-1)).toMatchObject({ action: 'token.revoke', actorName: 'Olga' })
  })

  it('is refused for a token of somebody else, also to an administrator', async () => {
    const { made } = await create(world.people.manager, { name: 'mine' })
    const admin = await seedPerson(db(), 'Root', { isAdmin: true })
    for (const person of [world.people.owner, admin]) {
      const asked = (await world.as(person)).token.revoke.mutate({ tokenId: made?.token.id ?? '' })
      expect(await refusalOf(asked)).toMatchObject({ code: 'not-found' })
    }
  })

  it('an administrator sees and ends the local token; nobody else does', async () => {
    const secret = `gdw_${'a'.repeat(43)}`
    await transaction(db(), (tx) => registerLocalToken(tx, secret, new Date()))
    const local = connectAs(world.services, secret)
    expect(await local.session.me.query()).toMatchObject({ kind: 'service', name: 'local' })
    expect((await local.project.create.mutate({ name: 'local' })).role).toBe('owner')
    const admin = await world.as(await seedPerson(db(), 'Ruth', { isAdmin: true }))
    const listed = (await admin.token.list.query()).find(({ ownerKind }) => ownerKind === 'service')
    expect(listed).toMatchObject({ name: 'Local token', ownerName: 'local' })
    const others = await (await world.as(world.people.owner)).token.list.query()
    expect(others.some(({ ownerKind }) => ownerKind === 'service')).toBe(false)
    await admin.token.revoke.mutate({ tokenId: listed?.id ?? '' })
    await expect(local.session.me.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
  })

  it('rolls back whole', async () => {
    const { made } = await create(world.people.owner, { name: 'stays' })
    const lift = await failAuditOf(db(), 'token.revoke')
    const asked = (await world.as(world.people.owner)).token.revoke.mutate({ tokenId: made?.token.id ?? '' })
    await expect(asked).rejects.toThrow()
    await lift()
    expect(await connectAs(world.services, made?.secret ?? '').session.me.query()).toMatchObject({ name: 'Olga' })
  })
})

describe('a user who is disabled', () => {
  it('has no working token any more', async () => {
    const person = await seedPerson(db(), 'Dan')
    const client = await world.as(person)
    await client.session.me.query()
    await db().update(users).set({ disabledAt: new Date() }).where(eq(users.id, person.userId))
    await expect(client.session.me.query()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
  })
})
