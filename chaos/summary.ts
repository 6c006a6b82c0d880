import type { SeedResult } from './run-seed'
import { type FaultKind, faultKinds } from './scenario'

/** A line of the table: one fault. */
export interface FaultLine {
  readonly kind: FaultKind
  readonly seeds: number
  readonly counted: number
  readonly completed: number
  /** Completed after somebody pressed Resume, or revised the plan. */
  readonly byHand: number
  readonly violations: number
}

const main = ({ scenario, seed }: SeedResult): FaultKind =>
  faultKinds[(seed - 1) % faultKinds.length] ?? scenario.strikes[0]?.kind ?? 'kill'

/** Seeds by the fault that they are about, in the order of the faults. */
export function faultLines(results: readonly SeedResult[]): FaultLine[] {
  return faultKinds.flatMap((kind) => {
    const own = results.filter((result) => main(result) === kind)
    if (own.length === 0) return []
    const clean = own.filter(({ violations }) => violations.length === 0)
    const helped = clean.filter(({ pressed }) => pressed.length > 0).length
    const counted = own.filter(({ notCounted }) => notCounted === null).length
    const { length: seeds } = own
    return [
      { kind, seeds, counted, completed: clean.length - helped, byHand: helped, violations: seeds - clean.length },
    ]
  })
}

/** The table and the figures below it, as text. */
export function summaryOf(results: readonly SeedResult[]): string {
  const head = ['fault', 'seeds', 'counted', 'completed', 'by hand', 'broken']
  const lines = faultLines(results)
  const sum = (of: (line: FaultLine) => number) => lines.reduce((total, line) => total + of(line), 0)
  const body = lines.map((l) => [l.kind, l.seeds, l.counted, l.completed, l.byHand, l.violations].map(String))
  const total = ['all', ...[sum((l) => l.seeds), sum((l) => l.counted), sum((l) => l.completed), sum((l) => l.byHand)]]
  const table = [head, ...body, [...total, sum((l) => l.violations)].map(String)]
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)))
  const text = table.map((row) =>
    row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '),
  )
  const counted = results.filter(({ notCounted }) => notCounted === null)
  const figures = [
    `seconds to the successor's first chunk: ${spread(
      counted.flatMap((r) => r.takeoverMs ?? []),
      1_000,
    )}`,
    `rows written more than once, of ${counted[0]?.rows ?? 0}: ${spread(
      counted.flatMap((r) => r.rowsAgain ?? []),
      1,
    )}`,
    `sessions left when a run had just ended: ${spread(
      counted.map((r) => r.sessionsAtEnd),
      1,
    )}; after 5 s: none, or it is broken`,
    `seconds a seed: ${spread(
      results.map((r) => r.ms),
      1_000,
    )}`,
  ]
  return [...text, '', ...figures].join('\n')
}

/** Median and largest. */
function spread(values: readonly number[], unit: number): string {
  if (values.length === 0) return '–'
  const sorted = [...values].sort((a, b) => a - b)
  const shown = (n: number) => String(Math.round((n / unit) * 10) / 10)
  return `median ${shown(sorted[Math.floor(sorted.length / 2)] ?? 0)}, at most ${shown(sorted.at(-1) ?? 0)} (${values.length} seeds)`
}
