import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPlanning } from '@/db/statements/planning'
import { answerPlan, report } from '../../testing/worker-rows'
import { openWorld, refusalOf, type World } from '../../testing/world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const orders = { schema: 'public', name: 'orders' }

describe('choosing how tables are written', () => {
  const twins = async () => {
    const owner = await world.as(world.people.owner)
    const { projectId, sourceConnectionId, targetConnectionId } = world
    const content = { tables: { kind: 'everything' as const }, write: { all: { mode: 'append' as const } } }
    const { id: mappingId } = await owner.mapping.create.mutate({ projectId, name: `m ${randomUUID()}`, content })
    const ends = { projectId, sourceConnectionId, targetConnectionId, mapping: { mappingId } }
    const [one, other] = [
      await owner.migration.create.mutate({ ...ends, name: 'one' }),
      await owner.migration.create.mutate({ ...ends, name: 'other' }),
    ]
    await owner.migration.plan.mutate({ migrationId: one.id })
    const planHash = await answerPlan(world.database.db, one.id)
    return { owner, mappingId, one, other, planHash }
  }

  it('makes the next version of the mapping for this migration, which is planned by it; others keep theirs', async () => {
    const { owner, mappingId, one, other, planHash } = await twins()
    const choices = [{ table: orders, choice: { mode: 'upsert' as const, key: ['id'] } }]
    const chosen = await owner.migration.chooseWriting.mutate({ migrationId: one.id, planHash, choices })
    expect(chosen).toMatchObject({ state: 'Planning', mappingVersion: 2, schemaMappingId: mappingId })
    expect((await readPlanning(world.database.db, one.id))?.mapping.write).toEqual({
      all: { mode: 'append' },
      tables: choices,
    })
    expect(await owner.migration.byId.query({ migrationId: other.id })).toMatchObject({ mappingVersion: 1 })
  })

  it('is refused on a plan that is no longer the newest, and once a run has written', async () => {
    const { owner, one, planHash } = await twins()
    const ask = (hash: string) =>
      owner.migration.chooseWriting.mutate({
        migrationId: one.id,
        planHash: hash,
        choices: [{ table: orders, choice: { mode: 'truncate' } }],
      })
    expect(await refusalOf(ask('another'))).toMatchObject({ code: 'stale', http: 409 })
    await owner.migration.start.mutate({ migrationId: one.id, planHash })
    await report(world.database.db, one.id, { type: 'failed', epoch: 1, reason: 'full', fix: 'Make room.' })
    expect(await refusalOf(ask(planHash))).toMatchObject({
      code: 'illegal-state',
      fix: expect.stringContaining('create a new migration'),
    })
    const { allowedActions, mappingVersion } = await owner.migration.byId.query({ migrationId: one.id })
    expect(allowedActions.find(({ action }) => action === 'chooseWriting')?.allowed).toBe(false)
    expect(mappingVersion).toBe(1)
  })
})
