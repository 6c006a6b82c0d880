import type { CatalogKind } from './reading'

/** `rows`: a table's content as a whole; `row`: one group of equal rows; `position`: where a sequence stands. */
export type Kind = CatalogKind | 'rows' | 'row' | 'position'

/** One thing in which the target is not like the source. `source` and `target` are what each side says, as text. */
export type Difference = {
  kind: Kind
  /** Qualified and quoted name; for rows that of their table. */
  object: string
  problem: 'missing' | 'extra' | 'doubled' | 'altered'
  /** Of a row: its key, or nothing where the table has none. */
  key?: string
  source: string | null
  target: string | null
}
