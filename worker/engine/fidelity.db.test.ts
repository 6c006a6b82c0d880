import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations, plans } from '@/db/schema/migrations'
import type { Plan, TableRef } from '@/domain/plan/plan'
import { type Cluster, startCluster } from '@/testbed/cluster'
import { compareDatabases } from '@/testbed/compare'
import type { Difference } from '@/testbed/difference'
import { createFidelitySample } from '@/testbed/fidelity-sample'
import { type Major, majors, majorsHere, platform } from '@/testbed/older-servers'
import { catalogKinds } from '@/testbed/reading'
import { Rig } from './testing/rig'

const minute = 60_000
/** So small that every key is cut somewhere. */
const config = { batchSize: 4, maxThreads: 2 }
const ignoreSchemas = ['godwit']
/** 14 is not packaged for every platform. */
const here = await majorsHere()
const missing = majors.filter((major) => !here.includes(major))
const sampleOf = (major: Major) => `sample_${major}`

let rig: Rig
const clusters = new Map<Major, Cluster>()
beforeAll(async () => {
  rig = await Rig.open()
  await Promise.all(
    here.map(async (major) => {
      clusters.set(major, await startCluster({ major, settings: { max_connections: 40 } }))
      await on(major).createDatabase(sampleOf(major))
      await createFidelitySample(on(major).url(sampleOf(major)), major)
    }),
  )
}, 4 * minute)
afterAll(async () => {
  await rig.close()
  for (const cluster of clusters.values()) await cluster.stop()
})

function on(major: Major): Cluster {
  const cluster = clusters.get(major)
  if (cluster === undefined) throw new Error(`PostgreSQL ${major} was not started.`)
  return cluster
}

/** An empty database on the target's server, beside the sample on the source's. */
async function ends(from: Major, to: Major) {
  const target = await on(to).createDatabase(`from_${from}`)
  return { source: on(from).url(sampleOf(from)), target }
}

async function planOf(migrationId: string): Promise<Plan> {
  const [row] = await rig.database.db
    .select({ plan: plans.content })
    .from(migrations)
    .innerJoin(plans, eq(plans.id, migrations.planId))
    .where(eq(migrations.id, migrationId))
  if (row === undefined) throw new Error('There is no plan.')
  return row.plan
}

/** Plans, starts and executes; answers the plan and how it ended, table by table where not as it should. */
async function migrate(urls: { source: string; target: string }, except: readonly TableRef[] = []) {
  const id = await rig.draft(urls, config, { tables: { kind: 'everything', except: [...except] } })
  const plan = await rig.plan(id)
  await rig.run(id)
  const { state, stateReason } = await rig.migration(id)
  const unequal = (await rig.tasks(id)).filter((task) => task.state !== 'done' || task.verdict !== 'equal')
  return { plan, end: { state, stateReason, unequal } }
}

const completed = { state: 'Completed', stateReason: null, unequal: [] }
const inWords = ({ kind, object, problem }: Difference) => `${kind} ${problem}: ${object}`

/** What a plan says that stays behind, or is made otherwise, each by the name of the thing. */
const namesIn = ({ omitted, findings }: Plan) => [
  ...omitted.map(({ kind, identity }) => identity.slice(kind.length + 1)),
  ...findings.filter(({ id }) => id === 'materialized-views').flatMap(({ evidence }) => evidence?.split(', ') ?? []),
]

/** Those that no name in the plan explains. */
function unnamed(differences: readonly Difference[], plan: Plan): string[] {
  const names = namesIn(plan)
  const explained = ({ object }: Difference) =>
    names.some((name) => object.includes(name) || last(name.split(' on ')[0] ?? '') === last(object))
  return differences.filter((difference) => !explained(difference)).map(inWords)
}

const last = (name: string) => name.split(/[ .]/).at(-1)

/** Of the sample, whatever the version: what is Godwit's to name and not to carry. */
const leftBehind = [
  'table missing: acts.far',
  'column missing: acts.far.a',
  'column missing: acts.of_far.a',
  'index missing: acts.own_class own_class_index',
  'index missing: tabs.indexed invalid_index',
  'view missing: acts.of_far',
  'comment missing: conversion acts.own_conversion',
  'comment missing: event trigger watches',
  'comment missing: operator class acts.place_class USING hash',
  'comment missing: publication "some"',
]
/** They were stale in the source. */
const refreshed = ['rows altered: acts.filled', 'rows altered: acts.of_filled', 'rows altered: acts.stale']

/** The built-in types whose binary form is not one that every server takes for the same: the others travel in it. */
const asText = [
  'aclitem',
  'cid',
  'int2vector',
  'oid',
  'oidvector',
  'pg_snapshot',
  'refcursor',
  'regclass',
  'regcollation',
  'regconfig',
  'regdictionary',
  'regnamespace',
  'regoper',
  'regoperator',
  'regproc',
  'regprocedure',
  'regrole',
  'regtype',
  'tid',
  'tsquery',
  'txid_snapshot',
  'xid',
  'xid8',
  'xml',
]

/** Tables that 14 cannot hold in any form. */
const unmakeable = [
  'since15.odd_scale',
  'since15.of_odd_numbers',
  'since16.is_json',
  'since16.uses_rules',
  'since17.uses_built_in',
  'since18.named_heir',
  'since18.named_nulls',
  'since18.virtually',
]

describe('everything that PostgreSQL can hold', () => {
  it.skip.each(missing)(`is not tried with %i, which is not packaged for ${platform}`, () => undefined)

  it.each(here)(
    'travels from %i to the same version, or is named in the plan',
    async (major) => {
      const urls = await ends(major, major)
      const { plan, end } = await migrate(urls)
      expect(end).toEqual(completed)
      const differences = await compareDatabases(urls.source, urls.target, { ignoreSchemas, rowsPerTable: 0 })
      expect(differences.map(inWords).sort()).toEqual([...leftBehind, ...refreshed].sort())
      expect(unnamed(differences, plan)).toEqual([])
      const ofValues = plan.tasks.filter(({ source }) => source.schema === 'values')
      expect(ofValues.flatMap(({ format, source }) => (format === 'text' ? [source.name] : [])).sort()).toEqual(asText)
    },
    2 * minute,
  )

  it.skipIf(missing.includes(14))(
    'travels from 14 to 18, and is what 18 makes of it',
    async () => {
      const urls = await ends(14, 18)
      const { plan, end } = await migrate(urls)
      expect(end).toEqual(completed)
      const content = await compareDatabases(urls.source, urls.target, {
        ignoreSchemas,
        kinds: ['rows', 'position'],
        rowsPerTable: 0,
      })
      expect(content.map(inWords)).toEqual(refreshed)
      // Versions write definitions otherwise, so the target is held against the same statements, given to its version.
      const likeness = await on(18).createDatabase('like_14')
      await createFidelitySample(likeness, 14)
      const catalog = await compareDatabases(likeness, urls.target, { ignoreSchemas, kinds: catalogKinds })
      // In 14 the sequence of an unlogged table is not unlogged.
      expect(catalog.map(inWords).sort()).toEqual([...leftBehind, 'sequence altered: tabs.unlogged_id_seq'].sort())
      expect(unnamed([...content, ...catalog.filter(({ kind }) => kind !== 'sequence')], plan)).toEqual([])
    },
    2 * minute,
  )

  it.skipIf(missing.includes(14))(
    'travels from 18 to 14 as far as 14 can hold it; the rest is a blocker, or named',
    async () => {
      const urls = await ends(18, 14)
      const blocked = await rig.draft(urls, config)
      await expect(rig.plan(blocked)).rejects.toThrow('blockers')
      const blockers = (await planOf(blocked)).findings.filter(({ severity }) => severity === 'blocker')
      expect(blockers.map(({ id }) => id).sort()).toEqual([
        'collation:pg_c_utf8',
        'collation:pg_unicode_fast',
        ...unmakeable.map((name) => `table-unmakeable:${name}`),
      ])

      const except = [...unmakeable, 'since17.infinite', 'since18.unicode_fast'].map((table) => {
        const [schema = '', name = ''] = table.split('.')
        return { schema, name }
      })
      const { plan, end } = await migrate(urls, except)
      expect(end).toEqual(completed)
      expect(plan.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['target-older', 'infinite-intervals']))
      const newer = [15, 16, 17, 18].map((since) => `since${since}`)
      const catalog = await compareDatabases(on(14).url(sampleOf(14)), urls.target, {
        ignoreSchemas: [...ignoreSchemas, ...newer],
        kinds: catalogKinds,
      })
      expect(catalog.map(inWords).sort()).toEqual([...leftBehind].sort())
      const content = await compareDatabases(urls.source, urls.target, {
        ignoreSchemas,
        kinds: ['rows', 'position'],
        rowsPerTable: 0,
      })
      const ofNewer = await compareDatabases(urls.source, urls.target, { ignoreSchemas, kinds: catalogKinds })
      // What a partition has from its root is the root's to name.
      const lost = ofNewer.filter(
        ({ object, problem }) => problem === 'missing' && object.startsWith('since') && !object.includes(' inherited '),
      )
      expect(lost.length).toBeGreaterThan(30)
      expect(unnamed([...content, ...lost], plan)).toEqual([])
    },
    2 * minute,
  )
})
