import type { CatalogObject } from '../../catalog/catalog-object'
import { listed, waivable, warning } from '../finding'
import type { Finding } from '../plan'

/** An enum that has other values in the target: those that are missing there are refused. */
export function otherValues(object: CatalogObject, found: CatalogObject): Finding {
  const [ours, theirs] = [valuesOf(object), valuesOf(found)]
  const missing = ours.filter((value) => !theirs.includes(value))
  const id = `enum-values:${object.identity}` as const
  if (missing.length > 0) {
    return waivable({
      id,
      title: `The target’s ${object.identity} lacks ${missing.length === 1 ? 'a value' : `${missing.length} values`}.`,
      detail: 'Rows that hold such a value are refused.',
      evidence: listed(missing.map(literal)),
      fix: 'Add the values in the target, or waive this by name, with a reason.',
      sql: missing.map((value) => `ALTER TYPE ${nameOf(object)} ADD VALUE ${literal(value)};`).join('\n'),
    })
  }
  return warning({
    id,
    title: `The target’s ${object.identity} has other values besides, or another order.`,
    detail: 'Every value of the source is there; what sorts by them may come in another order.',
    evidence: listed(theirs.filter((value) => !ours.includes(value)).map(literal)) || 'another order',
  })
}

const literal = (value: string) => `'${value.replaceAll("'", "''")}'`
/** As the identity has it: qualified and quoted. */
const nameOf = ({ identity }: CatalogObject) => identity.slice('enum '.length)

/** The labels in `CREATE TYPE … AS ENUM ('a', E'b\\\\c')`. */
function valuesOf({ ddl }: CatalogObject): string[] {
  const statement = ddl.find((each) => / AS ENUM\b/.test(each)) ?? ''
  const list = statement.slice(statement.search(/ AS ENUM\b/))
  return [...list.matchAll(/(E?)'((?:[^']|'')*)'/g)].map(([, escaped, text = '']) => {
    const plain = text.replaceAll("''", "'")
    return escaped === 'E' ? plain.replaceAll('\\\\', '\\') : plain
  })
}
