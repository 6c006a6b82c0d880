import { blocker, passed, warning } from '../finding'
import type { PlanContext } from '../plan-context'

/** Text of any encoding reaches a UTF8 target whole; no other target can hold every character. */
export function encoding({ source, target }: Pick<PlanContext, 'source' | 'target'>) {
  const [from, to] = [source.catalog.server.encoding, target.catalog.server.encoding]
  if (to !== 'UTF8') {
    return [
      blocker({
        id: 'encoding:target',
        title: `The target stores text as ${to}, not as UTF8.`,
        detail: 'Characters that it lacks could not be stored.',
        evidence: `${from} to ${to}`,
        fix: 'Create the target database with ENCODING UTF8.',
        sql: `CREATE DATABASE "new_name" ENCODING 'UTF8' TEMPLATE template0;`,
      }),
    ]
  }
  if (from === 'SQL_ASCII') {
    return [
      warning({
        id: 'encoding:source',
        title: 'The source does not know the encoding of its text (SQL_ASCII).',
        detail: 'Bytes that are no UTF8 are refused by the target, and the table then stops.',
        evidence: `${from} to ${to}`,
        fix: 'Find out what clients wrote, and convert the source first where it was not UTF8.',
      }),
    ]
  }
  return [
    passed({
      id: 'encoding',
      title: 'Text arrives whole.',
      detail: from === to ? 'Both databases store UTF8.' : `The source converts ${from} to UTF8 while it is read.`,
      evidence: `${from} to ${to}`,
    }),
  ]
}
