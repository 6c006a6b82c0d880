import type { Catalog } from '../catalog/catalog'
import type { CatalogObject } from '../catalog/catalog-object'
import type { MigrationConfig } from '../config/schema'
import type { MappingContent } from '../contracts/mapping'
import { carryObjects } from './carry'
import { allChecks } from './checks/all-checks'
import { isSameDatabase, sameDatabase } from './checks/same-database'
import { chooseTables } from './choose-tables'
import { matchColumns } from './column-match'
import { emptyingSteps } from './emptying'
import type { SourceFacts, TargetFacts } from './facts'
import { foreignKeyGraph } from './foreign-key-graph'
import { knownAnswer } from './known-answer'
import { orderTables } from './order'
import { pairTables, type TablePair } from './pair-tables'
import type { Finding, Plan } from './plan'
import type { Matched, PlanContext } from './plan-context'
import { planSteps } from './plan-steps'
import { planTasks } from './plan-tasks'
import { reconcile } from './reconcile'
import { referenceCheckSteps } from './reference-checks'
import { tableKey } from './table-name'
import { type Waiver, waive } from './waiver'

interface End<Facts> {
  readonly connectionId: string
  /** database@host. */
  readonly label: string
  readonly catalog: Catalog
  readonly facts: Facts
}

/** Everything that a plan is made of; the same input gives the same plan. */
export interface PlanInput {
  readonly mappingVersionId: string
  readonly mapping: MappingContent
  readonly config: Pick<MigrationConfig, 'maxThreads' | 'validateData' | 'enableRollback'>
  /** Of this migration, over all its plans. */
  readonly waivers: readonly Waiver[]
  readonly source: End<SourceFacts>
  readonly target: End<TargetFacts>
}

/** A plan whose hash has not been taken yet. */
export type UnhashedPlan = Omit<Plan, 'hash'>

/**
 * Answers what exactly a migration will do: which tables, how each travels, what is made around them and in which
 * order, what stays behind, and what stands in the way. Pure; a plan with blockers is a plan, but cannot be started.
 */
export function planMigration(input: PlanInput): UnhashedPlan {
  const context = contextOf(input)
  const same = isSameDatabase(input)
  return {
    version: 1,
    mappingVersionId: input.mappingVersionId,
    validateData: input.config.validateData,
    enableRollback: input.config.enableRollback,
    source: endOf(input.source),
    target: endOf(input.target),
    tasks: same ? [] : planTasks(context),
    steps: same
      ? []
      : planSteps(
          context.reconciled.steps,
          emptyingSteps(context.matched),
          referenceCheckSteps(context.matched, context.target.catalog),
        ),
    findings: same ? sameDatabase(input) : preflight(context, input.waivers),
    omitted: [...context.carried.omitted, ...context.reconciled.omitted],
  }
}

const majorOf = ({ server }: Catalog) => Math.floor(server.versionNum / 10_000)

const preflight = (context: PlanContext, waivers: readonly Waiver[]) =>
  gravestFirst(
    waive(
      allChecks.flatMap((check) => check(context)),
      waivers,
    ),
  )

const gravity: readonly Finding['severity'][] = ['blocker', 'warning', 'passed']

function gravestFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity))
}

function endOf({ connectionId, label, catalog }: End<unknown>): Plan['source'] {
  return { connectionId, label, versionText: catalog.server.versionText, fingerprint: catalog.fingerprint }
}

/** Whether a thing is, or belongs to, a table that the target has already. */
function ownedByExisting(pairs: readonly TablePair[]): (object: CatalogObject) => boolean {
  const existing = new Set(pairs.flatMap(({ presence, source }) => (presence === 'exists' ? [tableKey(source)] : [])))
  return ({ table }) => table !== null && existing.has(tableKey(table))
}

function contextOf({ mapping, config, source, target }: PlanInput): PlanContext {
  const chosen = chooseTables(source.catalog.tables, mapping)
  const pairs = pairTables(chosen.tables, target.catalog, target.facts, mapping)
  const majors = { source: majorOf(source.catalog), target: majorOf(target.catalog) }
  const sameMoneyLocale = source.facts.moneyLocale === target.facts.moneyLocale
  const servers = { sameMoneyLocale, hashesAlike: source.facts.knownAnswer === knownAnswer, majors }
  const matched = pairs
    .filter((pair) => pair.source.leaf)
    .map((pair): Matched => {
      const into = pair.presence === 'exists' ? pair.target : null
      return { ...pair, match: matchColumns(pair.source, into, servers) }
    })
  const carried = carryObjects({
    objects: source.catalog.objects,
    leftOut: chosen.leftOut,
    onlyNeeded: mapping.tables.kind === 'tables',
    target: { major: majors.target, has: ownedByExisting(pairs) },
  })
  const leaves = matched.map((table) => table.source)
  const existing = matched.flatMap((pair) => (pair.presence === 'exists' && pair.target ? [pair.target] : []))
  return {
    source,
    target,
    config,
    namedForWriting: (mapping.write?.tables ?? []).map(({ table }) => table),
    chosen,
    pairs,
    matched,
    carried,
    reconciled: reconcile(carried.objects, pairs, {
      target: target.catalog,
      made: new Set(target.facts.ledger.madeByThisMigration),
      sameDialect: majors.source === majors.target,
    }),
    sourceOrder: orderTables(leaves, foreignKeyGraph(leaves, source.catalog.tables)),
    targetOrder: orderTables(leaves, foreignKeyGraph(existing, target.catalog.tables)),
  }
}
