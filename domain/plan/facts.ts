import type { TableRef } from './plan'

/** How many sessions a server still takes from one role in one database. */
export interface ConnectionBudget {
  readonly max: number
  /** Kept for superusers and reserved roles, where this role is none of them. */
  readonly reserved: number
  readonly used: number
  /** Limits of the role and of the database, and what is used of each; null: none. */
  readonly role: { readonly limit: number; readonly used: number } | null
  readonly database: { readonly limit: number; readonly used: number } | null
}

/** What tells two databases apart when host names do not. */
export interface DatabaseIdentity {
  readonly databaseOid: string
  /** To the microsecond: two servers that started in the same one are the same server. */
  readonly serverStartedAt: string
}

/** How a session came to its server. */
export interface SessionRoute {
  /** The version of TLS; null: in the clear. */
  readonly tls: string | null
  /** Through a socket of the machine, or its loopback address: nobody else can listen. */
  readonly isLocal: boolean
  /** False: the process that answers is not the one that the session was opened with, so that a pooler stands between. */
  readonly isDirect: boolean
}

/** A source that follows another server. */
export interface StandbyFacts {
  /** How far behind, in seconds; null: not known. */
  readonly lagSeconds: number | null
  readonly feedback: boolean
  /** How long a query may hold up the replay, in milliseconds; -1: without end. */
  readonly maxDelayMs: number
}

/** What preflight asks the source about itself, beyond its catalog. Read with SELECTs alone. */
export interface SourceFacts {
  readonly role: string
  readonly identity: DatabaseIdentity
  readonly connections: ConnectionBudget
  readonly route: SessionRoute
  /** What the hash of known rows is there; null: it cannot be computed. */
  readonly knownAnswer: string | null
  /** Null: it follows no other server. */
  readonly standby: StandbyFacts | null
  /** `old_snapshot_threshold` in minutes; null: snapshots never get too old. */
  readonly snapshotThresholdMinutes: number | null
  /** Locks that all sessions together may hold: a keeper locks every table that it plans to read. */
  readonly lockSlots: number
  readonly moneyLocale: string
  /** Schemas of the chosen tables that the role may not enter. */
  readonly closedSchemas: readonly string[]
  /** One for each chosen table. */
  readonly tables: readonly { readonly table: TableRef; readonly canSelect: boolean; readonly hidesRows: boolean }[]
  /** Sequences that the role may not read the position of. */
  readonly closedSequences: readonly TableRef[]
}

/** A target table that bears the name of a chosen one. */
export interface TargetTableFacts {
  readonly table: TableRef
  readonly canSelect: boolean
  readonly canInsert: boolean
  readonly canDelete: boolean
  readonly canReference: boolean
  readonly canUpdate: boolean
  readonly canTruncate: boolean
  /** Foreign keys of other tables that point to it, whichever tables those are. */
  readonly referencedBy: readonly TableRef[]
  /** A policy would hide rows from the role, or refuse them. */
  readonly hidesRows: boolean
  /**
   * Rows that this migration did not write, counted up to a limit; null where they may not be read, and for partitioned
   * tables, whose partitions hold them.
   */
  readonly rows: { readonly found: number; readonly isAll: boolean } | null
}

/** What preflight asks the target about itself. Read with SELECTs alone: planning changes nothing. */
export interface TargetFacts {
  readonly role: string
  readonly database: string
  readonly isSuperuser: boolean
  readonly identity: DatabaseIdentity
  readonly connections: ConnectionBudget
  readonly route: SessionRoute
  readonly knownAnswer: string | null
  /** Locks that all sessions together may hold. */
  readonly lockSlots: number
  /** `default_transaction_read_only` as a session without Godwit's own settings meets it. */
  readonly isReadOnly: boolean
  /** Standbys that a durable commit waits for, by `synchronous_standby_names`; empty: none. */
  readonly synchronousStandbys: string
  readonly databaseBytes: string
  readonly canCreateTemporary: boolean
  /** The role may silence triggers: `session_replication_role`. */
  readonly canReplicate: boolean
  readonly moneyLocale: string
  readonly canCreateSchemas: boolean
  /** One for each schema that was asked about. */
  readonly schemas: readonly {
    readonly name: string
    readonly exists: boolean
    readonly canUse: boolean
    readonly canCreate: boolean
  }[]
  readonly tables: readonly TargetTableFacts[]
  /** Sequences that the role may not read and set. */
  readonly closedSequences: readonly TableRef[]
  readonly ledger: LedgerFacts
  /** Of the extensions that were asked about, those that the server could install, or has. */
  readonly extensions: readonly { readonly name: string; readonly installed: boolean; readonly trusted: boolean }[]
  /** Of the built-in collations that were asked about, those that the server lacks. */
  readonly missingCollations: readonly string[]
  /** Of the roles that were asked about, those that the server lacks. */
  readonly missingRoles: readonly string[]
  /** Enabled ones that fire on the statements of a migration. */
  readonly eventTriggers: readonly { readonly name: string; readonly event: string }[]
  /** Publications FOR ALL TABLES, which new tables join by themselves. */
  readonly publicationsOfAll: readonly string[]
}

/** What the target's ledger says, and what the role lacks to write in it. */
export interface LedgerFacts {
  readonly schema: string
  readonly exists: boolean
  /** The schema is empty, or what is in it is Godwit's. */
  readonly isOurs: boolean
  /** `USAGE`, and `CREATE` where tables of it are still to be made; empty where the schema is still to be made. */
  readonly lacksOnSchema: readonly string[]
  /** Tables of it that the role may not read and write. */
  readonly closedTables: readonly TableRef[]
  /** Identities of what earlier runs of this migration made, by their receipts, whether it is still there or not. */
  readonly madeByThisMigration: readonly string[]
  /** Chosen tables that other migrations write to. */
  readonly claims: readonly TargetClaim[]
}

/** A migration's right to be the only one that writes to a table. */
export interface TargetClaim {
  readonly table: TableRef
  readonly migrationId: string
  readonly installationId: string
}

/** What has to be known of the chosen tables before the target can be asked. */
export interface TargetQuestions {
  readonly migrationId: string
  readonly tables: readonly TableRef[]
  readonly schemas: readonly string[]
  readonly extensions: readonly string[]
  /** Names in `pg_catalog`. */
  readonly collations: readonly string[]
  readonly roles: readonly string[]
}
