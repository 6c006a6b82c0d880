import { watchMigration } from '@/client/cli/watch'
import type { GodwitClient } from '@/client/create-client'
import { withClient } from '@/testbed/server'
import type { Contender, KeyRange, Outcome, Place } from '../contender'

/** The name of the Godwit that digests nothing. */
export const unproved = 'Godwit, ValidateData off'

/** Godwit as a person has it, driven over its API. Its wall time is that of its own record of the run: from Start to Completed. */
export function godwit({ validateData }: { validateData: boolean }): Contender {
  return {
    name: validateData ? 'Godwit' : unproved,
    does: validateData
      ? 'a run of the started product, from Start to Completed; everything of the engine is on'
      : 'the same, but rows are counted and not digested',
    prepare: async (place) => {
      const { client } = place.product
      const { migrationId, planHash, planMs } = await plan(place, validateData)
      return async () => {
        await client.migration.start.mutate({ migrationId, planHash, reason: null })
        const outcome = { ...(await completed(client, migrationId)), planMs }
        place.chunks.splice(0, place.chunks.length, ...(await chunksOf(place.targetUrl, migrationId)))
        return outcome
      }
    },
  }
}

async function plan(place: Place, validateData: boolean) {
  const { lanes, product, sourceUrl, targetUrl } = place
  const { client } = product
  const { id: projectId } = await projectOf(client)
  const created = await client.migration.create.mutate({
    projectId,
    name: `Bench ${new Date().toISOString()}`,
    sourceConnectionId: await connectionTo(client, projectId, sourceUrl),
    targetConnectionId: await connectionTo(client, projectId, targetUrl),
    mapping: { content: { tables: { kind: 'everything', except: [] } } },
    config: { maxThreads: lanes, validateData },
  })
  const migrationId = created.id
  const from = performance.now()
  await client.migration.plan.mutate({ migrationId })
  await watchMigration(client, migrationId, { until: ({ state }) => state !== 'Planning' })
  const planMs = performance.now() - from
  const planned = await client.migration.currentPlan.query({ migrationId })
  if (planned === null) throw new Error('Godwit made no plan.')
  const { findings, hash: planHash } = planned.plan
  const blocker = findings.find(({ severity }) => severity === 'blocker')
  if (blocker !== undefined) throw new Error(`Godwit's plan has a blocker: ${blocker.title}. ${blocker.detail}`)
  const findingIds = findings.filter(({ severity }) => severity === 'warning').map(({ id }) => id)
  if (findingIds.length > 0) await client.migration.acknowledge.mutate({ migrationId, planHash, findingIds })
  return { migrationId, planHash, planMs }
}

async function completed(client: GodwitClient, migrationId: string): Promise<Outcome> {
  const ends = ['Completed', 'Failed', 'Paused', 'Cancelled']
  const { migration } = await watchMigration(client, migrationId, { until: ({ state }) => ends.includes(state) })
  const { run, state, stateReason } = migration
  if (state !== 'Completed' || run?.endedAt == null) throw new Error(`Godwit's run is ${state}: ${stateReason}`)
  const { bytes } = await client.migration.progress.query({ migrationId })
  return { wallMs: Date.parse(run.endedAt) - Date.parse(run.startedAt), bytes: Number(bytes) }
}

async function projectOf(client: GodwitClient) {
  const name = 'bench'
  const projects = await client.project.list.query()
  return projects.find((project) => project.name === name) ?? (await client.project.create.mutate({ name }))
}

async function connectionTo(client: GodwitClient, projectId: string, url: string): Promise<string> {
  const { hostname: host, port, pathname, username: user, password } = new URL(url)
  const database = decodeURIComponent(pathname.slice(1))
  const name = `${database} on ${port}`
  const known = await client.connection.list.query({ projectId })
  const endpoint = { kind: 'postgres', host, port: Number(port), database, user, tls: 'disable' } as const
  const found = known.find((connection) => connection.name === name)
  const { id } = found ?? (await client.connection.create.mutate({ projectId, name, endpoint, password }))
  return id
}

/** The chunks of a run's only table, from its receipts; those of several tables are of no use to anybody else. */
async function chunksOf(targetUrl: string, migrationId: string): Promise<KeyRange[]> {
  return withClient(targetUrl, async (client) => {
    const { rows } = await client.query<{ task: number; lower: string | null; upper: string | null }>(
      `SELECT task, bounds #>> '{lower,0}' AS lower, bounds #>> '{upper,0}' AS upper
         FROM godwit.receipt WHERE migration = $1 AND kind = 'chunk' ORDER BY chunk`,
      [migrationId],
    )
    return rows.some(({ task }) => task !== rows[0]?.task) ? [] : rows
  })
}
