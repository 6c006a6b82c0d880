import { blocker, capitalized, counted, listed } from '../finding'
import type { PlanContext } from '../plan-context'
import { quoted, quotedTable, sameTable, tableTitle } from '../table-name'
import type { WriteMode } from '../write-mode'

/** Triggers and rules of existing tables that each copied row would set off, or that would divert it. */
export function targetTriggers({ matched, target }: Pick<PlanContext, 'matched' | 'target'>) {
  const allRules = target.catalog.objects.filter(({ kind }) => kind === 'rule')
  return matched.flatMap(({ source, target: table, presence, writeMode }) => {
    if (table === null || presence !== 'exists') return []
    const triggers = table.triggers.filter((trigger) => fires(trigger, writeMode))
    const rules = allRules.filter((rule) => rule.table !== null && sameTable(rule.table, source))
    return [
      ...(triggers.length === 0
        ? []
        : [
            blocker({
              id: `target-triggers:${tableTitle(source)}`,
              title: `${capitalized(counted(triggers.length, 'trigger'))} would fire when rows are written into ${tableTitle(source)}.`,
              detail: 'The copied rows, or others, could end up different from the source.',
              evidence: listed(triggers.map(({ name }) => name)),
              fix: 'Disable them for the time of the migration, and enable them afterwards.',
              sql: triggers
                .map(({ name }) => `ALTER TABLE ${quotedTable(source)} DISABLE TRIGGER ${quoted(name)};`)
                .join('\n'),
              table: source,
            }),
          ]),
      ...(rules.length === 0
        ? []
        : [
            blocker({
              id: `target-rules:${tableTitle(source)}`,
              title: `${tableTitle(source)} in the target has ${counted(rules.length, 'rule')}.`,
              detail: 'Rules rewrite INSERT but not COPY: the same row would have two meanings.',
              evidence: listed(rules.map(({ name }) => name)),
              fix: 'Drop them for the time of the migration, and make them again afterwards.',
              sql: rules.map(({ name }) => `DROP RULE ${quoted(name)} ON ${quotedTable(source)};`).join('\n'),
              table: source,
            }),
          ]),
    ]
  })
}

/** What is done to the table besides INSERT. */
const alsoDoes: Readonly<Record<WriteMode['mode'], string | null>> = {
  'fail-if-not-empty': null,
  append: null,
  upsert: 'UPDATE',
  truncate: 'TRUNCATE',
}

/** Enabled for ordinary sessions, and for something that the run does. */
function fires({ enabled, definition }: { enabled: string; definition: string }, { mode }: WriteMode): boolean {
  if (enabled === 'disabled' || enabled === 'replica') return false
  const events = / (?:BEFORE|AFTER|INSTEAD OF) (.*?) ON /.exec(definition)?.[1]?.split(/ OR /)
  if (events === undefined) return true
  return events.some((event) => event.startsWith('INSERT') || event.split(' ')[0] === alsoDoes[mode])
}
