import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect } from 'vitest'
import { testFourWays } from '../../testing/four-ways'
import { openWorld, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const getWorld = () => world
const everything = { tables: { kind: 'everything' as const, except: [] } }
const some = { tables: { kind: 'tables' as const, only: [{ schema: 'public', name: '__proto__' }] } }
const mayNot = [
  ['operator', 'forbidden'],
  ['stranger', 'not-found'],
] as const

testFourWays(getWorld, {
  action: 'mapping.create',
  from: async () => ({ projectId: world.projectId, name: `m ${randomUUID()}`, content: some }),
  ask: (client, given, idempotencyKey) => client.mapping.create.mutate({ ...given, idempotencyKey }),
  does: (answer, { name }) =>
    expect(answer).toMatchObject({ name, version: 1, content: some, createdBy: 'Olga', usedBy: 0 }),
  mayNot,
})

testFourWays(getWorld, {
  action: 'mapping.save',
  from: async () => {
    const owner = await world.as(world.people.owner)
    const made = await owner.mapping.create.mutate({ projectId: world.projectId, name: 'm', content: everything })
    return { mappingId: made.id }
  },
  ask: (client, given, idempotencyKey) => client.mapping.save.mutate({ ...given, content: some, idempotencyKey }),
  does: async (answer, { mappingId }) => {
    expect(answer).toMatchObject({ id: mappingId, version: 2, content: some })
    const list = await (await world.as(world.people.viewer)).mapping.list.query({ projectId: world.projectId })
    expect(list.find(({ id }) => id === mappingId)).toMatchObject({ version: 2 })
  },
  mayNot,
  unless: { code: 'not-found', from: async () => ({ mappingId: randomUUID() }) },
})
