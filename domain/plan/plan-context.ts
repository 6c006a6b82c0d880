import type { Catalog } from '../catalog/catalog'
import type { MigrationConfig } from '../config/schema'
import type { Carried } from './carry'
import type { ChosenTables } from './choose-tables'
import type { ColumnMatch } from './column-match'
import type { SourceFacts, TargetFacts } from './facts'
import type { TableOrder } from './order'
import type { TablePair } from './pair-tables'
import type { Finding, TableRef } from './plan'
import type { Reconciled } from './reconcile'

/** A leaf table that holds rows, with how they travel. */
export interface Matched extends TablePair {
  readonly match: ColumnMatch
}

/** Everything that preflight looks at. Checks only read it; each answers what it found. */
export interface PlanContext {
  readonly source: { readonly catalog: Catalog; readonly facts: SourceFacts }
  readonly target: { readonly catalog: Catalog; readonly facts: TargetFacts }
  readonly config: Pick<MigrationConfig, 'maxThreads' | 'validateData' | 'enableRollback'>
  /** Tables that the mapping chooses a mode of writing for. */
  readonly namedForWriting: readonly TableRef[]
  readonly chosen: ChosenTables
  readonly pairs: readonly TablePair[]
  readonly matched: readonly Matched[]
  readonly carried: Carried
  readonly reconciled: Reconciled
  /** By the foreign keys of the source, over the tables that hold rows. */
  readonly sourceOrder: TableOrder<Matched['source']>
  /** By the foreign keys that exist in the target while rows are copied. */
  readonly targetOrder: TableOrder<Matched['source']>
}

/** One concern of preflight. */
export type Check = (context: PlanContext) => Finding[]
