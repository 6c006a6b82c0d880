import type { TableRef } from '@/domain/plan/plan'

/**
 * Picks tables by patterns such as `public.orders`, `sales.*` or `orders` (any schema); `*` stands for any characters.
 * A table is in when an include pattern (or none is given) and no exclude pattern names it. `unmatched` are the patterns that name nothing.
 */
export function pickTables(
  tables: readonly TableRef[],
  include: readonly string[],
  exclude: readonly string[],
): { picked: TableRef[]; unmatched: string[] } {
  const [included, excluded] = [include.map(matcher), exclude.map(matcher)]
  const picked = tables.filter(
    (table) =>
      (included.length === 0 || included.some((m) => m.matches(table))) && !excluded.some((m) => m.matches(table)),
  )
  const unmatched = [...included, ...excluded]
    .filter((m) => !tables.some((table) => m.matches(table)))
    .map((m) => m.pattern)
  return { picked, unmatched }
}

function matcher(pattern: string) {
  const [schema, name] = splitOnce(pattern)
  const [schemaExpression, nameExpression] = [expression(schema ?? '*'), expression(name)]
  return {
    pattern,
    matches: (table: TableRef) => schemaExpression.test(table.schema) && nameExpression.test(table.name),
  }
}

/** The first dot divides: a schema with a dot in its name needs a `*` in its place. */
function splitOnce(pattern: string): [schema: string | null, name: string] {
  const dot = pattern.indexOf('.')
  return dot < 0 ? [null, pattern] : [pattern.slice(0, dot), pattern.slice(dot + 1)]
}

function expression(part: string): RegExp {
  return new RegExp(`^${part.split('*').map(escaped).join('.*')}$`, 's')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
