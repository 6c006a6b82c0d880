import { randomUUID } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events } from '@/db/schema/events'
import { migrationAccess } from '@/db/schema/migrations'
import { users } from '@/db/schema/people'
import { projectMembers } from '@/db/schema/projects'
import { type Person, seedMigration, seedPerson, seedProject } from '@/db/testing/fixtures'
import type { AccessLevel } from '@/domain/access/roles'
import { testFourWays } from '../../testing/four-ways'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const getWorld = () => world
const db = () => world.database.db
const project = async () => {
  const { owner, manager } = world.people
  return { projectId: await seedProject(db(), owner, [[manager, 'manager']]) }
}
const member = async () => {
  const newcomer = await seedPerson(db(), 'Nora')
  const { owner, manager } = world.people
  const projectId = await seedProject(db(), owner, [
    [manager, 'manager'],
    [newcomer, 'viewer'],
  ])
  return { projectId, userId: newcomer.userId }
}
const newcomer = async () => ({ ...(await project()), email: `new-${randomUUID()}@example.test` })
const roleOf = async ({ projectId, userId }: { projectId: string; userId: string }) => {
  const mine = and(eq(projectMembers.projectId, projectId), eq(projectMembers.userId, userId))
  const [row] = await db()
    .select()
    .from(projectMembers)
    .where(and(mine, isNull(projectMembers.revokedAt)))
  return row?.level ?? null
}
const outsiders = [
  ['manager', 'forbidden'],
  ['stranger', 'not-found'],
] as const

testFourWays(getWorld, {
  action: 'project.create',
  from: async () => ({ name: `Project ${randomUUID()}` }),
  ask: (client, { name }, idempotencyKey) => client.project.create.mutate({ name, idempotencyKey }),
  does: (answer, { name }) => expect(answer).toMatchObject({ name, role: 'owner', members: 1, migrations: 0 }),
  mayNot: [],
})

testFourWays(getWorld, {
  action: 'project.inviteMember',
  from: newcomer,
  ask: (client, given, idempotencyKey) =>
    client.project.inviteMember.mutate({ ...given, level: 'operator', idempotencyKey }),
  does: (answer, { email }) =>
    expect(answer).toMatchObject({
      kind: 'invited',
      path: expect.stringMatching(/^\/invite\/[\w-]{43}$/),
      invite: { email, level: 'operator' },
    }),
  mayNot: outsiders,
  unless: {
    code: 'conflict',
    field: 'email',
    from: async () => {
      const { projectId, userId } = await member()
      const [user] = await db().select().from(users).where(eq(users.id, userId))
      return { projectId, email: user?.email ?? '' }
    },
  },
})

testFourWays(getWorld, {
  action: 'project.setMemberLevel',
  from: member,
  ask: (client, given, idempotencyKey) =>
    client.project.setMemberLevel.mutate({ ...given, level: 'manager', idempotencyKey }),
  does: async (answer, given) => {
    expect(answer).toMatchObject({ userId: given.userId, level: 'manager', grantedBy: 'Olga' })
    expect(await roleOf(given)).toBe('manager')
  },
  mayNot: outsiders,
  unless: {
    code: 'conflict',
    field: 'userId',
    from: async () => ({ ...(await project()), userId: world.people.owner.userId }),
  },
})

testFourWays(getWorld, {
  action: 'project.removeMember',
  from: member,
  ask: (client, given, idempotencyKey) => client.project.removeMember.mutate({ ...given, idempotencyKey }),
  does: async (_, given) => expect(await roleOf(given)).toBeNull(),
  mayNot: outsiders,
  unless: {
    code: 'conflict',
    field: 'userId',
    from: async () => ({ ...(await project()), userId: world.people.owner.userId }),
  },
})

testFourWays(getWorld, {
  action: 'project.revokeInvite',
  from: async () => {
    const given = await newcomer()
    const invited = await (await world.as(world.people.owner)).project.inviteMember.mutate({
      ...given,
      level: 'viewer',
    })
    if (invited.kind !== 'invited') throw new Error('not invited')
    return { projectId: given.projectId, inviteId: invited.invite.id }
  },
  ask: (client, given, idempotencyKey) => client.project.revokeInvite.mutate({ ...given, idempotencyKey }),
  does: async (_, { projectId }) => {
    const { invites } = await (await world.as(world.people.owner)).project.overview.query({ projectId })
    expect(invites).toEqual([])
  },
  mayNot: outsiders,
  unless: {
    code: 'not-found',
    field: 'inviteId',
    from: async () => ({ ...(await project()), inviteId: randomUUID() }),
  },
})

describe('members', () => {
  it('who have an account are added at once', async () => {
    const person = await seedPerson(db(), 'Carl')
    const [user] = await db().select().from(users).where(eq(users.id, person.userId))
    const { projectId } = await project()
    const owner = await world.as(world.people.owner)
    const email = (user?.email ?? '').toUpperCase()
    const added = await owner.project.inviteMember.mutate({ projectId, email, level: 'viewer' })
    expect(added).toMatchObject({ kind: 'added', member: { name: 'Carl', level: 'viewer' } })
    const projects = await (await world.as(person)).project.list.query()
    expect(projects.map(({ id }) => id)).toContain(projectId)
  })

  it('of two owners one may go, of two that go at once one stays', async () => {
    const { owner } = world.people
    const second = await seedPerson(db(), 'Paul')
    const projectId = await seedProject(db(), owner, [[second, 'owner']])
    const remove = async (by: Person, whom: Person) =>
      (await world.as(by)).project.removeMember.mutate({ projectId, userId: whom.userId })
    const results = await Promise.allSettled([remove(owner, second), remove(second, owner)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const held = await Promise.all([owner, second].map(({ userId }) => roleOf({ projectId, userId })))
    expect(held.filter((level: AccessLevel | null) => level === 'owner')).toHaveLength(1)
  })

  it('an owner who is disabled does not count as the one that stays', async () => {
    const { owner } = world.people
    const gone = await seedPerson(db(), 'Gus')
    const projectId = await seedProject(db(), owner, [[gone, 'owner']])
    await db().update(users).set({ disabledAt: new Date() }).where(eq(users.id, gone.userId))
    const leave = (await world.as(owner)).project.removeMember.mutate({ projectId, userId: owner.userId })
    expect(await refusalOf(leave)).toMatchObject({ code: 'conflict' })
  })

  it('who are removed lose their own migrations as well, with an event on each', async () => {
    const { owner } = world.people
    const leaver = await seedPerson(db(), 'Lea')
    const { projectId, sourceConnectionId, targetConnectionId } = world
    const client = await world.as(owner)
    await db().insert(projectMembers).values({ projectId, userId: leaver.userId, level: 'manager' })
    const migrationId = await seedMigration(db(), { projectId, by: leaver, sourceConnectionId, targetConnectionId })
    const own = await world.as(leaver)
    expect((await own.migration.byId.query({ migrationId })).allowedActions).not.toEqual([])
    await client.project.removeMember.mutate({ projectId, userId: leaver.userId })
    expect(await refusalOf(own.migration.byId.query({ migrationId }))).toMatchObject({ code: 'not-found' })
    const [grant] = await db().select().from(migrationAccess).where(eq(migrationAccess.migrationId, migrationId))
    expect(grant?.revokedById).toBe(owner.userId)
    const told = await db().select().from(events).where(eq(events.migrationId, migrationId))
    expect(told.map(({ event }) => event.type)).toContain('MigrationAccessRevoked')
  })

  it('keep the history of their roles', async () => {
    const given = await member()
    const owner = await world.as(world.people.owner)
    for (const level of ['operator', 'manager', 'manager'] as const)
      await owner.project.setMemberLevel.mutate({ ...given, level })
    const rows = await db().select().from(projectMembers).where(eq(projectMembers.userId, given.userId))
    expect(rows.map(({ level }) => level).sort()).toEqual(['manager', 'operator', 'viewer'])
    expect(rows.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1)
  })
})

describe('project.overview', () => {
  it('shows who is in it and what waits; invitations only to owners', async () => {
    const { projectId } = world
    const owner = await (await world.as(world.people.owner)).project.overview.query({ projectId })
    expect(owner.project).toMatchObject({ name: 'Acme', role: 'owner', connections: 2 })
    expect(owner.members.map(({ level }) => level)).toEqual(['owner', 'manager', 'operator', 'viewer'])
    await (await world.as(world.people.owner)).project.inviteMember.mutate({
      projectId,
      email: 'x@example.test',
      level: 'viewer',
    })
    const viewer = await (await world.as(world.people.viewer)).project.overview.query({ projectId })
    expect(viewer.invites).toEqual([])
    const stranger = (await world.as(world.people.stranger)).project.overview.query({ projectId })
    expect(await refusalOf(stranger)).toMatchObject({ code: 'not-found', http: 404 })
  })
})
