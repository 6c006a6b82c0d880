import type pg from 'pg'
import { qualified } from '@/connectors/postgres/identifiers'
import { countOrphans } from '@/connectors/postgres/orphans'
import type { PlanStep } from '@/domain/plan/plan'
import type { RunContext } from './context'
import { PlainFailure } from './failure'

/** Looks for rows without their parents, where a foreign key was not checked meanwhile. Throws `PlainFailure` where there are some. */
export async function checkReferences({ hold }: RunContext, target: pg.ClientBase, step: PlanStep): Promise<void> {
  const { tables, constraint } = step
  const child = tables?.[0]
  if (child === undefined || constraint === undefined) throw new Error(`The plan names no key for ${step.identity}.`)
  const relation = qualified(child.schema, child.name)
  const orphans = await countOrphans(target, hold, { relation, constraint })
  if (orphans === 0n) return
  const fix = 'Bring the rows that they point to into the target, then plan again.'
  if (orphans === null) throw new PlainFailure('table', `${relation} has no foreign key ${constraint} any more.`, fix)
  const found = orphans === 1n ? 'one row points' : `${orphans} rows point`
  const reason = `In ${relation} ${found} to rows that are not there, by the foreign key ${constraint}.`
  throw new PlainFailure('table', reason, fix)
}
