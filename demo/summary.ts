import type { Difference } from '@/testbed/difference'
import type { TableDigest } from '@/testbed/rows'

/** A line a table: rows and the end of the digest on both sides, and whether they are the same. */
export function summary(source: TableDigest[], target: TableDigest[]): string {
  const lines = source.map(({ schema, table, rows, digest }) => {
    const twin = target.find((other) => other.schema === schema && other.table === table)
    const equal = twin?.rows === rows && twin.digest === digest
    const cells = [rows, short(digest), twin?.rows ?? '–', twin ? short(twin.digest) : '–', equal ? '✓' : '✕ differs']
    return [`${schema}.${table}`, ...cells]
  })
  const total = (digests: TableDigest[]) => String(digests.reduce((sum, { rows }) => sum + BigInt(rows), 0n))
  const head = ['Table', 'Source rows', 'digest', 'Target rows', 'digest', '']
  return layOut([head, ...lines, ['Total', total(source), '', total(target), '', '']])
}

/** What is not equal, the first twenty; what is only long is cut. */
export function listDifferences(differences: Difference[]): string {
  const cut = (text: string | null) => (text === null ? '–' : text.length > 60 ? `${text.slice(0, 60)}…` : text)
  const lines = differences.slice(0, shown).map(({ kind, object, problem, key, source, target }) => {
    const where = key === undefined ? object : `${object} ${key}`
    return `  ${problem} ${kind}: ${where}\n    source: ${cut(source)}\n    target: ${cut(target)}`
  })
  const more = differences.length - lines.length
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}

const shown = 20

/** Digests are signed sums of 64 bits each; the last digits of both tell two apart at a glance. */
const short = (digest: string) =>
  digest
    .split('.')
    .map((half) => half.replace('-', '').slice(-6).padStart(6, '0'))
    .join('·')

function layOut(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
  const isNumber = (at: number) => at === 1 || at === 3
  return rows
    .map((row) =>
      row
        .map((cell, at) => (isNumber(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
