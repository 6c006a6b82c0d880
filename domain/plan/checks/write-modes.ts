import { blocker, bytesInWords, capitalized, counted, listed, passed, warning } from '../finding'
import type { Finding } from '../plan'
import type { Matched, PlanContext } from '../plan-context'
import { tableKey, tableTitle } from '../table-name'
import { keptBytes } from './kept-rows'
import { truncateProblems } from './truncate-problems'
import { upsertProblems } from './upsert-problems'

type Needs = Pick<PlanContext, 'matched' | 'pairs' | 'target' | 'config' | 'namedForWriting'>

/** What the chosen ways of writing do to tables that exist, and what keeps them from being possible. */
export function writeModes(context: Needs): Finding[] {
  const existing = context.matched.filter(({ presence }) => presence === 'exists')
  return [
    ...unknown(context),
    ...idle(context),
    ...appended(existing),
    ...existing.flatMap((table) => replaced(table, context)),
    ...existing.flatMap((table) => emptied(table, context)),
    ...upsertProblems(context),
    ...truncateProblems(context),
  ]
}

function unknown({ namedForWriting, pairs }: Needs): Finding[] {
  const chosen = new Set(pairs.map(({ source }) => tableKey(source)))
  return namedForWriting
    .filter((table) => !chosen.has(tableKey(table)))
    .map((table) =>
      blocker({
        id: `write-mode-unknown:${tableTitle(table)}`,
        title: `The mapping says how to write ${tableTitle(table)}, which is not among the chosen tables.`,
        detail: 'A slip in its name would write another table in a way that nobody chose.',
        evidence: tableTitle(table),
        fix: 'Mend its name in the mapping, or take it out there.',
        table,
      }),
    )
}

/** A mode that was chosen for a table which is not there does nothing. */
function idle({ matched }: Needs): Finding[] {
  const made = matched.filter(({ presence, isModeNamed }) => presence !== 'exists' && isModeNamed)
  if (made.length === 0) return []
  return [
    passed({
      id: 'write-mode-idle',
      title: `${capitalized(counted(made.length, 'table'))} with a mode of writing will be made by the run.`,
      detail: 'Nothing is there that rows could be added to, replace or follow.',
      evidence: listed(made.map(({ source }) => tableTitle(source))),
    }),
  ]
}

function appended(existing: readonly Matched[]): Finding[] {
  const tables = existing.filter(({ writeMode }) => writeMode.mode === 'append')
  if (tables.length === 0) return []
  return [
    passed({
      id: 'append',
      title: `Rows are added beside those of ${counted(tables.length, 'table')}.`,
      detail: 'What is there stays as it is. Only the rows that the run adds are compared with the source.',
      evidence: listed(tables.map(({ source, facts }) => `${tableTitle(source)} (${rowsThere(facts)})`)),
    }),
  ]
}

function rowsThere(facts: Matched['facts']): string {
  if (facts?.rows == null) return 'rows not counted'
  return `${facts.rows.isAll ? '' : 'more than '}${counted(facts.rows.found, 'row')}`
}

function replaced(table: Matched, { config }: Needs): Finding[] {
  const { source, writeMode } = table
  if (writeMode.mode !== 'upsert') return []
  const kept = config.enableRollback
    ? `What they were is kept, about ${bytesInWords(keptBytes(table))} at most.`
    : 'What they were is kept until the run has completed, since enableRollback is off: then nobody can take it back.'
  return [
    warning({
      id: `upsert:${tableTitle(source)}`,
      title: `Rows of ${tableTitle(source)} that bear a copied key are replaced.`,
      detail: `Columns that the source lacks stay as they are. ${kept}`,
      evidence: `by ${writeMode.key.join(', ')}; ${rowsThere(table.facts)} there`,
      table: source,
    }),
  ]
}

function emptied(table: Matched, { config }: Needs): Finding[] {
  const { source, target, writeMode } = table
  if (writeMode.mode !== 'truncate') return []
  const kept = config.enableRollback
    ? `They are kept in the target’s ledger, which needs about ${bytesInWords(keptBytes(table))} more.`
    : 'They are not kept, since enableRollback is off: nobody can take it back.'
  return [
    warning({
      id: `truncate:${tableTitle(source)}`,
      title: `All rows of ${tableTitle(source)} in the target are removed first.`,
      detail: `${kept} The table is locked against everybody meanwhile.`,
      evidence: `${rowsThere(table.facts)}, ${bytesInWords(BigInt(target?.sizeBytes ?? '0'))}`,
      table: source,
    }),
  ]
}
