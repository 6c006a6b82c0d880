import type { CatalogObjectKind, NewerFeature } from '@/domain/catalog/catalog-object'
import type { RelationName } from '@/domain/catalog/catalog-table'

/** An object as `pg_depend` names it: the catalog it is a row of, and its OID (`pg_class:16384`). */
export type Ref = string

export const refOf = (catalog: string, oid: number): Ref => `${catalog}:${oid}`
/** The act of attaching a partition or an index to its parent, which PostgreSQL has no row for. */
export const attachRefOf = (oid: number): Ref => `attach:${oid}`

/** An object of the catalog while it is still known by its OID and has not found its place in the order. */
export interface Draft {
  ref: Ref
  kind: CatalogObjectKind
  /** Quoted name without the kind, unique within it. */
  identity: string
  schema: string | null
  name: string
  table: RelationName | null
  phase: 'before' | 'after' | null
  /** Its statements, given the pieces that are made by themselves because they take part in a cycle. */
  write: (apart: ReadonlySet<Ref>) => string[]
  /** What it needs besides what `pg_depend` says. */
  needs: Ref[]
  /** What `pg_depend` says that it needs, but its statements do not. */
  ignores: Ref[]
  /** Rows that have no object of their own but are made with this one. */
  alsoKnownAs: Ref[]
  /** Whoever needs this one needs these as well: a partitioned index is whole when its parts are attached. */
  completedBy: Ref[]
  /** Parts of its statement that can be statements of their own: the way out of a cycle. */
  pieces: Draft[]
  /** A view that stands in until what the real one needs exists: the way out of a cycle. */
  outline: { sql: string; needs: Ref[] } | null
  /** What older servers lack of it. */
  newer: NewerFeature[]
  /** Roles that its statements name. */
  roles: string[]
  /** Why it is not carried; with phase null only. */
  reason: string | null
}

type Given = Pick<Draft, 'ref' | 'kind' | 'identity' | 'name' | 'phase'> & Partial<Omit<Draft, 'write'>>

/** A draft with the usual answers filled in. */
export const draft = (given: Given, write: Draft['write'] = () => []): Draft => ({
  schema: null,
  table: null,
  needs: [],
  ignores: [],
  alsoKnownAs: [],
  completedBy: [],
  pieces: [],
  outline: null,
  newer: [],
  roles: [],
  reason: null,
  ...given,
  write,
})

/** A thing that is named and not carried. */
export const notCarried = (given: Omit<Given, 'phase' | 'reason'>, reason: string): Draft =>
  draft({ ...given, phase: null, reason })
