import type { Check } from '../plan-context'
import { collation } from './collation'
import { connections } from './connections'
import { cycles } from './cycles'
import { digest } from './digest'
import { disk } from './disk'
import { encoding } from './encoding'
import { eventTriggers } from './event-triggers'
import { extensions } from './extensions'
import { foreignKeys } from './foreign-keys'
import { generatedColumns } from './generated-columns'
import { infiniteIntervals } from './infinite-intervals'
import { inheritance } from './inheritance'
import { keys } from './keys'
import { largeObjects } from './large-objects'
import { ledger } from './ledger'
import { locks } from './locks'
import { materializedViews } from './materialized-views'
import { money } from './money'
import { objectNames } from './object-names'
import { publications } from './publications'
import { referencesLeftOut } from './references-left-out'
import { roles } from './roles'
import { route } from './route'
import { rowSecurity } from './row-security'
import { snapshotLife } from './snapshot-life'
import { sourcePrivileges } from './source-privileges'
import { tablesChosen } from './tables-chosen'
import { targetClaims } from './target-claims'
import { targetColumns } from './target-columns'
import { targetConstraints } from './target-constraints'
import { targetForeignKeys } from './target-foreign-keys'
import { targetObjects } from './target-objects'
import { targetPrivileges } from './target-privileges'
import { targetSequences } from './target-sequences'
import { targetSynchronous } from './target-synchronous'
import { targetTables } from './target-tables'
import { targetTriggers } from './target-triggers'
import { targetWritable } from './target-writable'
import { unknownTables } from './unknown-tables'
import { unlogged } from './unlogged'
import { unmakeableTables } from './unmakeable-tables'
import { versions } from './versions'
import { writeModes } from './write-modes'

/** Preflight, in the order of reading: what was asked for, the servers, the rights, the tables, the rest. */
export const allChecks: readonly Check[] = [
  unknownTables,
  tablesChosen,
  route,
  versions,
  encoding,
  collation,
  digest,
  snapshotLife,
  targetWritable,
  targetSynchronous,
  sourcePrivileges,
  targetPrivileges,
  ledger,
  targetClaims,
  rowSecurity,
  connections,
  locks,
  disk,
  unmakeableTables,
  targetTables,
  writeModes,
  targetColumns,
  targetTriggers,
  targetConstraints,
  targetForeignKeys,
  targetSequences,
  targetObjects,
  extensions,
  roles,
  keys,
  cycles,
  foreignKeys,
  referencesLeftOut,
  inheritance,
  generatedColumns,
  objectNames,
  materializedViews,
  infiniteIntervals,
  money,
  unlogged,
  largeObjects,
  eventTriggers,
  publications,
]
