import type { TableRef } from './plan'

/** A table's two names as the key of a Map: any two names give another key, whatever characters they hold. */
export const tableKey = ({ schema, name }: TableRef): string => JSON.stringify([schema, name])

export const sameTable = (a: TableRef, b: TableRef): boolean => a.schema === b.schema && a.name === b.name

/** By schema, then name, in code units: the same order everywhere. */
export const byTableName = (a: TableRef, b: TableRef): number => compare(a.schema, b.schema) || compare(a.name, b.name)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Just the two names of something that has more. */
export const refOf = ({ schema, name }: TableRef): TableRef => ({ schema, name })

const plain = /^[\p{L}_][\p{L}\p{N}_$]*$/u

/** `public.orders`, as a person reads it; quoted where it could be misread. */
export const tableTitle = ({ schema, name }: TableRef): string =>
  [schema, name].map((part) => (plain.test(part) ? part : quoted(part))).join('.')

/** A name in a statement for copying: always quoted, so that no keyword and no capital gets in the way. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** `"public"."orders"`. */
export const quotedTable = ({ schema, name }: TableRef): string => `${quoted(schema)}.${quoted(name)}`
