import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from '@/db/schema/events'
import { installation, users } from '@/db/schema/people'
import { invites, projectMembers } from '@/db/schema/projects'
import { registerLocalToken } from '@/db/statements/local-token'
import { renewSetUpToken } from '@/db/statements/set-up-link'
import { transaction } from '@/db/transaction'
import { isPassword } from '../auth/passwords'
import { digestDatabase } from '../testing/whole-database'
import { connectAs, openWorld, testUrl, type World } from '../testing/world'
import { handleInvite, handleInviteState, handleSetUp, handleSetUpState } from './access-handlers'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const db = () => world.database.db
type Handler = typeof handleSetUp
const get = async (handler: Handler, token?: string) => {
  const url = new URL('/', testUrl)
  if (token !== undefined) url.searchParams.set('token', token)
  const response = await handler(new Request(url), world.services)
  return (await response.json()) as unknown
}
const post = async (handler: Handler, body: unknown, headers: Record<string, string> = { origin: testUrl.origin }) => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
  const response = await handler(new Request(testUrl, init), world.services)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const ada = { name: 'Ada', email: 'Ada@Example.test', password: 'a long enough password' }

describe('set-up', () => {
  let token: string
  beforeEach(async () => {
    await db().update(users).set({ isAdmin: false })
    await db().delete(users).where(eq(users.email, 'nobody@example.test'))
    token = (await transaction(db(), renewSetUpToken)) ?? ''
  })

  it('accepts nothing without its token, and says so', async () => {
    const before = await digestDatabase(db())
    expect(await get(handleSetUpState)).toEqual({ state: 'needs-token' })
    expect(await get(handleSetUpState, 'wrong')).toEqual({ state: 'needs-token' })
    expect(await post(handleSetUp, { token: 'wrong', ...ada })).toMatchObject({ status: 403, body: { field: 'token' } })
    expect(await post(handleSetUp, ada)).toMatchObject({ status: 400 })
    expect(await post(handleSetUp, { token, ...ada, password: 'short' })).toMatchObject({
      status: 400,
      body: { field: 'password' },
    })
    expect(await post(handleSetUp, { token, ...ada }, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
    })
    expect(await post(handleSetUp, 'no object')).toMatchObject({ status: 400 })
    expect(await digestDatabase(db())).toEqual(before)
  })

  it('makes the first administrator, owner of what only services own, and is closed for ever', async () => {
    const local = `gdw_${'b'.repeat(43)}`
    await transaction(db(), (tx) => registerLocalToken(tx, local, new Date()))
    const { id: orphan } = await connectAs(world.services, local).project.create.mutate({ name: 'local' })
    expect(await get(handleSetUpState, token)).toEqual({ state: 'open' })
    expect(await post(handleSetUp, { token, ...ada })).toEqual({ status: 201, body: {} })
    const [user] = await db().select().from(users).where(eq(users.email, 'ada@example.test'))
    expect(user).toMatchObject({ name: 'Ada', isAdmin: true, kind: 'person' })
    expect(await isPassword(user?.passwordHash ?? null, ada.password)).toBe(true)
    const roles = await db()
      .select()
      .from(projectMembers)
      .where(eq(projectMembers.userId, user?.id ?? ''))
    expect(roles.map(({ projectId, level }) => [projectId, level])).toEqual([[orphan, 'owner']])
    const told = await db()
      .select()
      .from(audit)
      .where(eq(audit.actorId, user?.id ?? ''))
    expect(told.map(({ action }) => action)).toEqual(['user.setUp', 'project.addMember'])
    const [row] = await db().select().from(installation)
    expect(row?.setupTokenHash).toBeNull()

    expect(await get(handleSetUpState, token)).toEqual({ state: 'closed' })
    const again = await post(handleSetUp, { token, ...ada, email: 'nobody@example.test' })
    expect(again).toMatchObject({ status: 404 })
    await db().delete(audit)
  })

  it('done by two at once makes one administrator', async () => {
    const emails = ['one@example.test', 'two@example.test']
    const answers = await Promise.all(emails.map((email) => post(handleSetUp, { token, ...ada, email })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404])
    expect(await db().select().from(users).where(eq(users.isAdmin, true))).toHaveLength(1)
  })
})

describe('an invitation', () => {
  let count = 0
  const invite = async (level: 'viewer' | 'operator' = 'operator') => {
    const email = `guest-${++count}@example.test`
    const owner = await world.as(world.people.owner)
    const invited = await owner.project.inviteMember.mutate({ projectId: world.projectId, email, level })
    if (invited.kind !== 'invited') throw new Error('not invited')
    return { email, id: invited.invite.id, token: invited.path.replace('/invite/', '') }
  }
  const answer = (token: string) => post(handleInvite, { token, name: 'Gast', password: 'a long enough password' })

  it('is answered once: the account and the role, with the inviter kept', async () => {
    const { email, token } = await invite()
    expect(await get(handleInviteState, token)).toEqual({ state: 'open', email, project: 'Acme', level: 'operator' })
    expect(await answer(token)).toEqual({ status: 201, body: {} })
    const [user] = await db().select().from(users).where(eq(users.email, email))
    expect(user).toMatchObject({ name: 'Gast', isAdmin: false })
    const [role] = await db()
      .select()
      .from(projectMembers)
      .where(eq(projectMembers.userId, user?.id ?? ''))
    expect(role).toMatchObject({ level: 'operator', grantedById: world.people.owner.userId })
    expect(await get(handleInviteState, token)).toEqual({ state: 'gone' })
    expect(await answer(token)).toMatchObject({ status: 404 })
  })

  it('is gone when revoked, expired, unknown, or when its sender may no longer invite', async () => {
    const revoked = await invite()
    const owner = await world.as(world.people.owner)
    await owner.project.revokeInvite.mutate({ projectId: world.projectId, inviteId: revoked.id })
    const expired = await invite()
    await db()
      .update(invites)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(invites.id, expired.id))
    const weak = await invite()
    await db().update(invites).set({ invitedById: world.people.operator.userId }).where(eq(invites.id, weak.id))
    for (const token of [revoked.token, expired.token, weak.token, 'unknown', '']) {
      expect(await get(handleInviteState, token)).toEqual({ state: 'gone' })
      expect((await answer(token)).status).toBe(token === '' ? 400 : 404)
    }
  })

  it('for the same address replaces the one before', async () => {
    const first = await invite()
    const owner = await world.as(world.people.owner)
    await owner.project.inviteMember.mutate({ projectId: world.projectId, email: first.email, level: 'viewer' })
    expect(await get(handleInviteState, first.token)).toEqual({ state: 'gone' })
  })

  it('stores no token that opens it', async () => {
    const { token } = await invite()
    const stored =
      JSON.stringify(await db().select().from(invites)) +
      JSON.stringify((await db().select().from(audit)).map((row) => row.after))
    expect(stored).not.toContain(token)
  })
})
