import type { DataSet } from './data-sets'
import type { Measurement } from './measure'
import { isReached, type Reach } from './reaches'
import type { Results } from './rounds'
import { type Spread, spreadOf, written } from './statistics'

/** The results of a data set as a table in Markdown. */
export function setTable(set: DataSet, all: readonly Results[]): string {
  const first = wallOf(all[0])
  const lines = all.map((results) => {
    const { contender, failure, measured } = results
    if (failure !== null) return [contender.name, oneLine(failure), '', '', '', '']
    const spread = wallOf(results)
    const times = first && spread && spread !== first ? `${written(first.median / spread.median, 2)}×` : ''
    return [
      contender.name,
      span(spread, 1_000, 2),
      times,
      span(spreadOf(measured.map(({ clientCpuMs }) => clientCpuMs)), 1_000, 2),
      span(spreadOf(measured.map(({ serversCpuMs }) => serversCpuMs)), 1_000, 2),
      sameness(measured),
    ]
  })
  const head = ['', 'wall, s', 'Godwit / it', 'CPU of its programs, s', 'CPU of both servers, s', 'result']
  return [`### ${set.title}`, '', table([head, ...lines]), ...remarks(all)].join('\n')
}

/** The numbers to reach as a table in Markdown. */
export function reachTable(all: readonly Reach[]): string {
  const lines = all.map((reach) => {
    const { what, limit, unit, measured } = reach
    const digits = unit === 'MB' ? 0 : 2
    const verdict = isReached(reach) ? 'reached' : 'not reached'
    return [what, `≤ ${limit} ${unit}`, measured ? span(measured, 1, digits) : 'not measured', verdict]
  })
  return ['### Numbers to reach', '', table([['what', 'reach', 'measured: median (quartiles)', ''], ...lines])].join(
    '\n',
  )
}

/** What Godwit did before its wall time began, and beside its worker. */
function remarks(all: readonly Results[]): string[] {
  const measured = all.filter(({ contender }) => contender.name.startsWith('Godwit')).flatMap((r) => r.measured)
  const plans = spreadOf(measured.flatMap(({ planMs }) => (planMs === undefined ? [] : [planMs])))
  const beside = spreadOf(measured.map(({ wholeClientCpuMs, clientCpuMs }) => wholeClientCpuMs - clientCpuMs))
  if (plans === undefined) return []
  return [
    '',
    `Godwit's planning, before Start, took ${span(plans, 1_000, 2)} s; its web process and its own PostgreSQL used ${span(beside, 1_000, 2)} s of CPU during a run.`,
  ]
}

const wallOf = (results: Results | undefined) => spreadOf(results?.measured.map(({ wallMs }) => wallMs) ?? [])

function span(spread: Spread | undefined, unit: number, digits: number): string {
  if (spread === undefined) return '–'
  const { median, q1, q3, count } = spread
  const figure = (value: number) => written(value / unit, digits)
  return count === 1 ? figure(median) : `${figure(median)} (${figure(q1)}–${figure(q3)})`
}

function sameness(measured: readonly Measurement[]): string {
  const definitions = Math.max(0, ...measured.map((m) => m.sameness.definitions))
  return definitions === 0 ? 'equal' : `rows equal; ${definitions} definitions differ`
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 160)

function table([head = [], ...lines]: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll(/(?<!\\)\|/g, '\\|')).join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n')
}
