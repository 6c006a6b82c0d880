import { createParser } from 'nuqs'
import type { TableRef } from '@/domain/plan/plan'

/** A dot inside a name would be taken for the one between the two. */
const shield = (name: string) => name.replaceAll('%', '%25').replaceAll('.', '%2E')
const unshield = (name: string) => name.replaceAll('%2E', '.').replaceAll('%25', '%')

/** `schema.table` in the URL, whatever characters the two names hold. */
export function tableAddress({ schema, name }: TableRef): string {
  return `${shield(schema)}.${shield(name)}`
}

/** The other way; null for what is no address. */
export function readTableAddress(text: string): TableRef | null {
  const [schema, name, ...rest] = text.split('.')
  if (!schema || !name || rest.length > 0) return null
  return { schema: unshield(schema), name: unshield(name) }
}

/** The selected table as a part of the URL's state. */
export const tableParam = createParser({
  parse: readTableAddress,
  serialize: tableAddress,
  eq: (a, b) => a.schema === b.schema && a.name === b.name,
}).withOptions({ history: 'push' })
