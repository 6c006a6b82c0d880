/** What a session may ask for beyond the settings that all sessions share. */
export interface SessionLimits {
  /** Of one statement, in milliseconds; 0 (the default) is without end. */
  statementTimeoutMs?: number
  /** Waiting for one lock, in milliseconds; 10 s by default, 0 is without end. */
  lockTimeoutMs?: number
  /** Idle inside a transaction, in milliseconds; 0 (the default) is without end. */
  idleInTransactionTimeoutMs?: number
  /** Makes every transaction READ ONLY from the start. */
  readOnly?: boolean
}

/**
 * What every session is pinned to, whatever the server's, the database's and the role's own settings say: so that the
 * same value has the same text on both sides, names mean one thing, and no policy hides a row.
 */
export const pinnedSettings = (limits: SessionLimits): [name: string, value: string][] => [
  ['datestyle', 'ISO, YMD'],
  ['intervalstyle', 'postgres'],
  ['timezone', 'UTC'],
  ['bytea_output', 'hex'],
  ['extra_float_digits', '3'],
  ['xmloption', 'content'],
  ['client_encoding', 'UTF8'],
  ['standard_conforming_strings', 'on'],
  ['array_nulls', 'on'],
  ['quote_all_identifiers', 'off'],
  ['search_path', ''],
  // A policy that would hide rows becomes an error.
  ['row_security', 'off'],
  // Bodies of functions may name what is made after them.
  ['check_function_bodies', 'off'],
  ['default_table_access_method', 'heap'],
  ['default_tablespace', ''],
  ['default_transaction_isolation', 'read committed'],
  ['default_transaction_read_only', limits.readOnly ? 'on' : 'off'],
  ['statement_timeout', String(limits.statementTimeoutMs ?? 0)],
  ['lock_timeout', String(limits.lockTimeoutMs ?? 10_000)],
  ['idle_in_transaction_session_timeout', String(limits.idleInTransactionTimeoutMs ?? 0)],
]

/** Sent as well, but not read back: a server on a platform without them takes them and does nothing. */
const unreadSettings: [name: string, value: string][] = [
  ['tcp_keepalives_idle', '10'],
  ['tcp_keepalives_interval', '5'],
  ['tcp_keepalives_count', '3'],
  ['tcp_user_timeout', '10000'],
  // Compiling pays off for none of what is asked here, and costs a large digest some percent.
  ['jit', 'off'],
]

/** The settings as the `options` of the start-up packet: blanks and backslashes escaped, as the server takes it apart. */
export const startupOptions = (limits: SessionLimits): string =>
  [...pinnedSettings(limits), ...unreadSettings]
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`)
    .join(' ')

/** One row of [name, value in milliseconds or text] for each pinned setting, as the server holds it now. */
export const readBackSql = (names: readonly string[]): string =>
  `SELECT name, CASE WHEN unit = 'ms' THEN setting ELSE current_setting(name) END AS value
     FROM pg_catalog.pg_settings WHERE pg_catalog.lower(name) = ANY ('{${names.join(',')}}')`

/** Timeouts of newer versions, which an older server would refuse at start-up. */
export const laterTimeoutsSql = `SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings
   WHERE name IN ('idle_session_timeout', 'transaction_timeout')`
