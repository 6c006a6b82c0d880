import { answerPlan, layOutRun } from './worker-rows'
import type { World } from './world'

/** A migration that runs: planned, started by its owner, laid out by a worker, with no row moved yet. */
export async function startRun(world: World) {
  const migrationId = await world.draft()
  const owner = await world.as(world.people.owner)
  await owner.migration.plan.mutate({ migrationId })
  const planHash = await answerPlan(world.database.db, migrationId)
  await owner.migration.start.mutate({ migrationId, planHash })
  return { migrationId, planHash, runId: await layOutRun(world.database.db, migrationId), owner }
}
