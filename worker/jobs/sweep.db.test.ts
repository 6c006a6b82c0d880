import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plans } from '@/db/schema/migrations'
import { holdingPlanning } from '@/db/statements/planning'
import { type GodwitRig, godwitRig, must } from '../testing/godwit-rig'
import { sweep } from './sweep'

let rig: GodwitRig
beforeAll(async () => {
  rig = await godwitRig()
})
afterAll(() => rig.database.drop())
beforeEach(() => forgetJobs())

const draft = async () => {
  const url = 'postgres://u:p@127.0.0.1:4798/nowhere'
  return rig.draft({ source: await rig.connect(url), target: await rig.connect(url) })
}
const forgetJobs = () => rig.database.db.execute(sql`delete from pgboss.job`)
const jobs = async (id: string) => {
  const rows = await rig.database.db.execute<{ name: string }>(
    sql`select name from pgboss.job where data ->> 'migrationId' = ${id}`,
  )
  return rows.map(({ name }) => name)
}

describe('the sweep', () => {
  it('queues a plan that nobody makes, once', async () => {
    const id = await draft()
    await rig.tell(id, { type: 'plan' })
    await forgetJobs()
    await sweep(rig.ports)
    await sweep(rig.ports)
    expect(await jobs(id)).toEqual(['plan'])
  })

  it('leaves a plan alone that somebody makes', async () => {
    const id = await draft()
    await rig.tell(id, { type: 'plan' })
    await forgetJobs()
    await holdingPlanning(rig.database.db, id, () => sweep(rig.ports))
    expect(await jobs(id)).toEqual([])
  })

  it('queues a run that nobody holds, once, and none of a migration at rest', async () => {
    const [running, resting] = [await draft(), await draft()]
    await rig.tell(running, { type: 'plan' })
    const content = { hash: 'h', tasks: [], steps: [], findings: [] } as never
    const [plan] = await rig.database.db
      .insert(plans)
      .values({ migrationId: running, hash: 'h', content })
      .returning({ id: plans.id })
    await rig.tell(running, { type: 'planned', planId: must(plan).id, planHash: 'h', tables: 0, findings: [] })
    await rig.tell(running, { type: 'start', planHash: 'h', reason: null })
    await forgetJobs()
    await sweep(rig.ports)
    await sweep(rig.ports)
    expect(await jobs(running)).toEqual(['run'])
    expect(await jobs(resting)).toEqual([])
  })
})
