import { blocker, capitalized, counted, listed, passed, warning } from '../finding'
import type { Finding } from '../plan'
import type { Matched, PlanContext } from '../plan-context'
import { quoted, quotedTable, sameTable, tableTitle } from '../table-name'
import type { WriteMode } from '../write-mode'

type Needs = Pick<PlanContext, 'matched' | 'target'>

/** Triggers and rules of existing tables that each copied row would set off, or that would divert it. */
export function targetTriggers({ matched, target }: Needs): Finding[] {
  const existing = matched.filter(({ presence }) => presence === 'exists')
  return [
    ...existing.flatMap(triggersOf),
    ...(existing.some(({ triggers }) => triggers === 'replica') && !target.facts.canReplicate
      ? [noReplica(target.facts.role)]
      : []),
    ...existing.flatMap((table) => rulesOf(table, target)),
  ]
}

/** What a person chose for the triggers that would fire; without a choice they are in the way. */
function triggersOf({ source, target: table, triggers: choice, writeMode }: Matched): Finding[] {
  const asChosen = (table?.triggers ?? []).filter((trigger) => fires(trigger, writeMode, choice === 'replica'))
  const title = tableTitle(source)
  const names = listed(asChosen.map(({ name }) => name))
  const about = { id: `target-triggers:${title}`, evidence: names, table: source } as const
  if (choice === 'replica' && asChosen.length === 0) return silent({ source, target: table, writeMode })
  if (asChosen.length === 0) return []
  if (choice === 'let-fire') {
    return [
      warning({
        ...about,
        title: `${capitalized(counted(asChosen.length, 'trigger'))} will fire when rows are written into ${title}.`,
        detail:
          'What they do is theirs. Where they change or drop a copied row, the table fails: it is no longer equal to the source.',
      }),
    ]
  }
  return [
    blocker({
      ...about,
      title: `${capitalized(counted(asChosen.length, 'trigger'))} would fire when rows are written into ${title}${choice === 'replica' ? ' even so' : ''}.`,
      detail: 'The copied rows, or others, could end up different from the source.',
      fix:
        choice === 'replica'
          ? 'They are enabled for replicas: disable them for the time of the migration, and enable them afterwards.'
          : 'Choose in the mapping to let them fire or to keep them silent (replica), or disable them for the time of the migration.',
      sql: asChosen.map(({ name }) => `ALTER TABLE ${quotedTable(source)} DISABLE TRIGGER ${quoted(name)};`).join('\n'),
    }),
  ]
}

function silent({ source, target, writeMode }: Pick<Matched, 'source' | 'target' | 'writeMode'>): Finding[] {
  const triggers = (target?.triggers ?? []).filter((trigger) => fires(trigger, writeMode, false))
  const keys = (target?.foreignKeys ?? []).filter(({ enforced }) => enforced)
  return [
    passed({
      id: `target-triggers:${tableTitle(source)}`,
      title: `${capitalized(counted(triggers.length, 'trigger'))} of ${tableTitle(source)} ${triggers.length === 1 ? 'stays' : 'stay'} silent.`,
      detail: `So do its foreign keys; ${counted(keys.length, 'key')} ${keys.length === 1 ? 'is' : 'are'} checked after the rows instead.`,
      evidence: listed([...triggers, ...keys].map(({ name }) => name)) || 'none',
      table: source,
    }),
  ]
}

function noReplica(role: string): Finding {
  return blocker({
    id: 'target-replica',
    title: `${role} may not keep triggers of the target silent.`,
    detail: 'That is done with the setting session_replication_role.',
    evidence: 'SET on session_replication_role',
    fix: 'Let a superuser run the statement (PostgreSQL 15 or newer), or choose to let the triggers fire.',
    sql: `GRANT SET ON PARAMETER session_replication_role TO ${quoted(role)};`,
  })
}

function rulesOf({ source }: Matched, target: PlanContext['target']): Finding[] {
  const rules = target.catalog.objects.filter(
    ({ kind, table }) => kind === 'rule' && table !== null && sameTable(table, source),
  )
  if (rules.length === 0) return []
  return [
    blocker({
      id: `target-rules:${tableTitle(source)}`,
      title: `${tableTitle(source)} in the target has ${counted(rules.length, 'rule')}.`,
      detail: 'Rules rewrite INSERT but not COPY: the same row would have two meanings.',
      evidence: listed(rules.map(({ name }) => name)),
      fix: 'Drop them for the time of the migration, and make them again afterwards.',
      sql: rules.map(({ name }) => `DROP RULE ${quoted(name)} ON ${quotedTable(source)};`).join('\n'),
      table: source,
    }),
  ]
}

/** What is done to the table besides INSERT. */
const alsoDoes: Readonly<Record<WriteMode['mode'], string | null>> = {
  'fail-if-not-empty': null,
  append: null,
  upsert: 'UPDATE',
  truncate: 'TRUNCATE',
}

/** Enabled for such sessions, and for something that the run does. */
function fires(
  { enabled, definition }: { enabled: string; definition: string },
  { mode }: WriteMode,
  asReplica: boolean,
): boolean {
  if (enabled === 'disabled' || enabled === (asReplica ? 'origin' : 'replica')) return false
  const events = / (?:BEFORE|AFTER|INSTEAD OF) (.*?) ON /.exec(definition)?.[1]?.split(/ OR /)
  if (events === undefined) return true
  return events.some((event) => event.startsWith('INSERT') || event.split(' ')[0] === alsoDoes[mode])
}
