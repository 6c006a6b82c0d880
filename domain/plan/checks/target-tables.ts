import { blocker, capitalized, counted, listed, passed } from '../finding'
import type { TablePair } from '../pair-tables'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'
import { quotedTable, sameTable, tableKey, tableTitle } from '../table-name'

/** Tables that bear a chosen name in the target: they are filled where they are empty, or the mapping says how to write them. */
export function targetTables({ pairs }: Pick<PlanContext, 'pairs'>): Finding[] {
  const existing = pairs.filter(({ presence }) => presence === 'exists')
  const blockers = [...existing.flatMap(kindDiffers), ...pairs.flatMap(notEmpty)]
  const filledRoots = new Set(existing.map(({ source }) => tableKey(source)))
  const missing = pairs.flatMap((pair) => missingPartition(pair, filledRoots))
  const found = [...blockers, ...missing]
  if (found.length > 0 || existing.length > 0) {
    const filled = existing.filter(({ source, writeMode }) => source.leaf && writeMode.mode === 'fail-if-not-empty')
    return found.length > 0 || filled.length === 0 ? found : [willFill(filled)]
  }
  return [
    passed({
      id: 'target-tables',
      title: 'No table is in the way.',
      detail: 'The target has no table of a chosen name; the run makes them.',
    }),
  ]
}

function willFill(filled: readonly TablePair[]): Finding {
  return passed({
    id: 'target-tables',
    title: `${capitalized(counted(filled.length, 'empty table'))} of the target will be filled.`,
    detail: 'They keep their indexes, constraints and everything else of their own.',
    evidence: listed(filled.map(({ source }) => tableTitle(source))),
  })
}

function notEmpty({ source, facts, writeMode }: TablePair): Finding[] {
  if (writeMode.mode !== 'fail-if-not-empty') return []
  if (!source.leaf || facts?.rows == null || facts.rows.found === 0) return []
  const rows = counted(facts.rows.found, 'row')
  return [
    blocker({
      id: `target-not-empty:${tableTitle(source)}`,
      title: `${tableTitle(source)} in the target is not empty.`,
      detail: 'Rows that are there would clash with the copied ones, or look like them.',
      evidence: facts.rows.isAll ? rows : `more than ${rows}`,
      fix: 'Say in the mapping how to write it (append, upsert, truncate), empty it, leave it out, or choose another target database.',
      table: source,
    }),
  ]
}

function kindDiffers({ source, target }: TablePair): Finding[] {
  if (target === null) return []
  const id = `target-kind:${tableTitle(source)}` as const
  const fix = `Rename or drop ${tableTitle(source)} in the target; the run then makes it like the source's.`
  if (source.kind !== target.kind) {
    return [
      blocker({
        id,
        title: `${tableTitle(source)} is another kind of table in the target.`,
        detail: 'Partitions hold the rows of a partitioned table, so rows cannot go one to one.',
        evidence: `${source.kind} to ${target.kind}`,
        fix,
        table: source,
      }),
    ]
  }
  const sameParent =
    source.partitionOf === null || target.partitionOf === null
      ? source.partitionOf === target.partitionOf
      : sameTable(source.partitionOf, target.partitionOf)
  if (source.partitionKey === target.partitionKey && source.partitionBound === target.partitionBound && sameParent)
    return []
  return [
    blocker({
      id,
      title: `${tableTitle(source)} is partitioned in another way in the target.`,
      detail: 'Its rows would be refused, or belong to another partition.',
      evidence: `${partitioning(source)} to ${partitioning(target)}`,
      fix,
      table: source,
    }),
  ]
}

const partitioning = ({ partitionKey, partitionBound }: TablePair['source']) =>
  [partitionBound, partitionKey].filter((text) => text !== null).join(', ') || 'no partitioning'

/** A partitioned table that exists gets no new partitions: that would change a table that is not ours. */
function missingPartition({ source, presence }: TablePair, existing: ReadonlySet<string>): Finding[] {
  const { partitionOf } = source
  if (presence !== 'absent' || partitionOf === null || !existing.has(tableKey(partitionOf))) return []
  return [
    blocker({
      id: `target-partition-missing:${tableTitle(source)}`,
      title: `${tableTitle(partitionOf)} in the target has no partition ${tableTitle(source)}.`,
      detail: 'Godwit does not change tables that are not its own.',
      fix: 'Make the partition in the target, or leave it out of the mapping.',
      sql: `CREATE TABLE ${quotedTable(source)} PARTITION OF ${quotedTable(partitionOf)} ${source.partitionBound ?? 'DEFAULT'};`,
      table: source,
    }),
  ]
}
