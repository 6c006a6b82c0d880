import type { Check } from '../plan-context'
import { collation } from './collation'
import { connections } from './connections'
import { cycles } from './cycles'
import { encoding } from './encoding'
import { eventTriggers } from './event-triggers'
import { extensions } from './extensions'
import { generatedColumns } from './generated-columns'
import { inheritance } from './inheritance'
import { keys } from './keys'
import { largeObjects } from './large-objects'
import { ledger } from './ledger'
import { locks } from './locks'
import { money } from './money'
import { publications } from './publications'
import { referencesLeftOut } from './references-left-out'
import { roles } from './roles'
import { rowSecurity } from './row-security'
import { sourcePrivileges } from './source-privileges'
import { sourceStandby } from './source-standby'
import { tablesChosen } from './tables-chosen'
import { targetColumns } from './target-columns'
import { targetConstraints } from './target-constraints'
import { targetForeignKeys } from './target-foreign-keys'
import { targetObjects } from './target-objects'
import { targetPrivileges } from './target-privileges'
import { targetSequences } from './target-sequences'
import { targetTables } from './target-tables'
import { targetTriggers } from './target-triggers'
import { targetWritable } from './target-writable'
import { unknownTables } from './unknown-tables'
import { unlogged } from './unlogged'
import { versions } from './versions'

/** Preflight, in the order of reading: what was asked for, the servers, the rights, the tables, the rest. */
export const allChecks: readonly Check[] = [
  unknownTables,
  tablesChosen,
  versions,
  encoding,
  collation,
  sourceStandby,
  targetWritable,
  sourcePrivileges,
  targetPrivileges,
  ledger,
  rowSecurity,
  connections,
  locks,
  targetTables,
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
  referencesLeftOut,
  inheritance,
  generatedColumns,
  money,
  unlogged,
  largeObjects,
  eventTriggers,
  publications,
]
