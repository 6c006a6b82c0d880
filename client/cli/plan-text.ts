import type { PlanDto } from '@/domain/contracts/migration'
import type { Finding, PlanTask } from '@/domain/plan/plan'
import { paint } from './terminal'

const marks = { blocker: ['red', '✕'], warning: ['amber', '!'], passed: ['green', '✓'] } as const

/** A plan in lines for a terminal: what was found, what Start will do to which table, what is left out. */
export function planText(dto: PlanDto, { passed }: { passed: boolean }): string[] {
  const { hash, source, target, tasks, steps, findings, omitted } = dto.plan
  const shown = findings.filter((finding) => passed || finding.severity !== 'passed' || finding.waived !== undefined)
  return [
    `Plan ${hash}`,
    `  ${source.label} (${source.versionText}) → ${target.label} (${target.versionText})`,
    ...shown.flatMap((finding) => findingLines(finding, dto)),
    ...tasks.map((task) => `  ${taskLine(task)}`),
    ...omitted.map(({ identity, reason }) => paint('dim', `  left out: ${identity}: ${reason}`)),
    `  ${tasks.length} ${tasks.length === 1 ? 'table' : 'tables'}, ${steps.length} ${steps.length === 1 ? 'step' : 'steps'} around the rows`,
  ]
}

function findingLines(finding: Finding, { acknowledged }: PlanDto): string[] {
  const [colour, mark] = marks[finding.severity]
  const accepted = acknowledged.find(({ findingId }) => findingId === finding.id)
  const evidence = finding.evidence === null ? '' : paint('dim', ` (${finding.evidence})`)
  const state =
    finding.waived !== undefined
      ? ` waived by ${finding.waived.by}: “${finding.waived.reason}”`
      : accepted === undefined
        ? ''
        : ` accepted by ${accepted.by}`
  const lines = [`${paint(colour, mark)} ${finding.title}${evidence}${paint('dim', state)}`, `    ${finding.detail}`]
  if (finding.fix !== null) lines.push(`    ${finding.fix}`)
  if (finding.sql !== null) lines.push(`    ${finding.sql.replaceAll('\n', '\n    ')}`)
  if (finding.severity === 'blocker' && finding.waivable === true)
    lines.push(`    waivable: --waive '${finding.id}' --waive-reason …`)
  return lines
}

/** “insert into public.orders, beside the rows that are there  ~1200 rows”. */
export function taskLine({ source, target, effect, writeMode, format, rowEstimate }: PlanTask): string {
  const from = `${source.schema}.${source.name}`
  const to = `${target.schema}.${target.name}`
  const name = from === to ? from : `${from} → ${to}`
  const rows = rowEstimate === null ? '? rows' : `~${rowEstimate} rows`
  return `${name}  ${effect === 'create' ? 'create, then insert' : writing(writeMode)}  ${rows}  ${format}`
}

function writing(mode: PlanTask['writeMode']): string {
  switch (mode?.mode) {
    case 'append':
      return 'append to the rows that are there'
    case 'upsert':
      return `upsert by ${mode.key.join(', ')}`
    case 'truncate':
      return 'truncate, then insert'
    default:
      return 'insert into the empty table'
  }
}
