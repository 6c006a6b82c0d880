import type { Catalog } from '../../catalog/catalog'
import type { MappingContent } from '../../contracts/mapping'
import type { SourceFacts, TargetFacts, TargetTableFacts } from '../facts'
import type { Finding, TableRef } from '../plan'
import { type PlanInput, planMigration } from '../plan-migration'
import type { Waiver } from '../waiver'
import { catalog } from './catalogs'

const route = { tls: 'TLSv1.3', isLocal: false, isDirect: true }
const budget = { max: 100, reserved: 3, used: 7, role: null, database: null }

export const sourceFacts = (fields: Partial<SourceFacts> = {}): SourceFacts => ({
  role: 'reader',
  identity: { databaseOid: '16384', serverStartedAt: '2026-01-01 00:00:00.000001+00' },
  connections: budget,
  route,
  knownAnswer: '42',
  standby: null,
  snapshotThresholdMinutes: null,
  lockSlots: 6_400,
  moneyLocale: 'C',
  closedSchemas: [],
  tables: [],
  closedSequences: [],
  ...fields,
})

export const targetFacts = (fields: Partial<TargetFacts> = {}): TargetFacts => ({
  role: 'loader',
  database: 'warehouse',
  isSuperuser: false,
  identity: { databaseOid: '16384', serverStartedAt: '2026-01-02 00:00:00.000001+00' },
  connections: budget,
  route,
  knownAnswer: '42',
  lockSlots: 6_400,
  isReadOnly: false,
  synchronousStandbys: '',
  databaseBytes: '8000000',
  canCreateTemporary: true,
  canReplicate: true,
  moneyLocale: 'C',
  canCreateSchemas: true,
  schemas: [{ name: 'public', exists: true, canUse: true, canCreate: true }],
  tables: [],
  closedSequences: [],
  ledger: {
    schema: 'godwit',
    exists: false,
    isOurs: true,
    lacksOnSchema: [],
    closedTables: [],
    madeByThisMigration: [],
    claims: [],
  },
  extensions: [],
  missingCollations: [],
  missingRoles: [],
  eventTriggers: [],
  publicationsOfAll: [],
  ...fields,
})

/** An empty table of the target with every right on it. */
export const emptyTable = (table: TableRef, fields: Partial<TargetTableFacts> = {}): TargetTableFacts => ({
  table: { schema: table.schema, name: table.name },
  canSelect: true,
  canInsert: true,
  canDelete: true,
  canReference: true,
  canUpdate: true,
  canTruncate: true,
  referencedBy: [],
  hidesRows: false,
  rows: { found: 0, isAll: true },
  ...fields,
})

/** What a test says about a plan's input; the rest is in order. */
export interface Given {
  readonly source?: Catalog
  readonly target?: Catalog
  readonly sourceFacts?: Partial<SourceFacts>
  readonly targetFacts?: Partial<TargetFacts>
  readonly mapping?: MappingContent['tables']
  readonly write?: MappingContent['write']
  readonly maxThreads?: number
  readonly enableRollback?: boolean
  readonly waivers?: readonly Waiver[]
}

export const everything: MappingContent['tables'] = { kind: 'everything', except: [] }

export function planInput(given: Given): PlanInput {
  return {
    mappingVersionId: '00000000-0000-4000-8000-000000000001',
    mapping: { tables: given.mapping ?? everything, write: given.write },
    config: { maxThreads: given.maxThreads ?? 4, validateData: true, enableRollback: given.enableRollback ?? true },
    waivers: given.waivers ?? [],
    source: {
      connectionId: '00000000-0000-4000-8000-000000000002',
      label: 'shop@db1',
      catalog: given.source ?? catalog({}),
      facts: sourceFacts(given.sourceFacts),
    },
    target: {
      connectionId: '00000000-0000-4000-8000-000000000003',
      label: 'warehouse@db2',
      catalog: given.target ?? catalog({ server: { systemIdentifier: '7000000000000000002', database: 'warehouse' } }),
      facts: targetFacts(given.targetFacts),
    },
  }
}

export const planOf = (given: Given) => planMigration(planInput(given))

/** The findings of a plan whose id is this, or begins with it and a colon. */
export const findingsOf = (given: Given, code: string): Finding[] =>
  planOf(given).findings.filter(({ id }) => id === code || id.startsWith(`${code}:`))

/** The severities of those findings. */
export const severities = (given: Given, code: string) => findingsOf(given, code).map(({ severity }) => severity)
