import type { ColumnProblem } from '../column-match'
import { blocker, type FindingWords, passed, waivable, warning } from '../finding'
import type { FindingCode } from '../finding-code'
import type { Finding } from '../plan'
import type { Matched, PlanContext } from '../plan-context'
import { quoted, quotedTable, tableTitle } from '../table-name'
import { narrowerWords } from './narrower-words'

/** Do the columns of tables that exist take the source's rows unchanged? */
export function targetColumns({ matched }: Pick<PlanContext, 'matched'>): Finding[] {
  const existing = matched.filter(({ presence }) => presence === 'exists')
  const problems = existing.flatMap((table) => table.match.problems.map((problem) => findingFor(table, problem)))
  if (problems.length > 0 || existing.length === 0) return problems
  return [
    passed({
      id: 'target-columns',
      title: 'The columns of existing tables fit.',
      detail: 'Same names, and types that hold every value unchanged.',
    }),
  ]
}

function findingFor({ source }: Matched, problem: ColumnProblem): Finding {
  const { column } = problem
  const [table, alter] = [tableTitle(source), `ALTER TABLE ${quotedTable(source)}`]
  const name = quoted(column.name)
  const words = <Code extends FindingCode>(code: Code) => ({ id: `${code}:${table}.${name}` as const, table: source })
  switch (problem.kind) {
    case 'missing':
      return blocker({
        ...words('column-missing'),
        title: `${table} in the target has no column ${name}.`,
        detail: 'Its values would be lost.',
        evidence: column.type,
        fix: 'Add the column in the target.',
        sql: `${alter} ADD COLUMN ${name} ${column.type};`,
      })
    case 'without-value':
      return blocker({
        ...words('column-without-value'),
        title: `${table} in the target has a column ${name} that the source lacks.`,
        detail: 'It takes no NULL and has no default: every row would be refused.',
        evidence: `${column.type} NOT NULL`,
        fix: 'Give it a default, let it take NULL, or drop it.',
        sql: `${alter} ALTER COLUMN ${name} DROP NOT NULL;`,
      })
    case 'left-to-default':
      return warning({
        ...words('column-extra'),
        title: `${table} in the target has a column ${name} that the source lacks.`,
        detail: 'Every copied row gets its default there, or NULL.',
        evidence: column.default === null ? column.type : `${column.type} DEFAULT ${column.default}`,
      })
    case 'narrower':
      return waivable({ ...words('column-narrower'), ...narrowerWords(source, column, problem.target) })
    case 'different':
      return blocker({
        ...words('column-different'),
        title: `${table}.${column.name} has another type in the target.`,
        detail: 'Values would have to be converted; Godwit copies them unchanged.',
        evidence: `${column.type} to ${problem.target.type}`,
        fix: 'Give the column the same type in the target.',
        sql: `${alter} ALTER COLUMN ${name} TYPE ${column.type};`,
      })
    case 'generated':
      return blocker({ ...words('column-generated'), ...generatedWords(table, problem.column, problem.target) })
    case 'not-null':
      return warning({
        ...words('column-not-null'),
        title: `${table}.${column.name} takes no NULL in the target.`,
        detail: 'The source allows NULL; a row that has one would be refused, and the table then stops.',
        evidence: `${column.type} to ${problem.target.type} NOT NULL`,
        fix: 'Make sure that no row of the source is NULL there.',
        sql: `SELECT count(*) FROM ${quotedTable(source)} WHERE ${name} IS NULL;`,
      })
  }
}

function generatedWords(
  table: string,
  column: { name: string; generated: string },
  target: { generated: string },
): Omit<FindingWords, 'id'> & { fix: string } {
  const there = target.generated !== ''
  return {
    title: `${table}.${column.name} is generated ${there ? 'in the target' : 'in the source'} and not on the other side.`,
    detail: there ? 'A generated column takes no values.' : 'Godwit lets the target compute generated columns.',
    fix: 'Make the column alike on both sides.',
  }
}
