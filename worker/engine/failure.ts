import { DrizzleQueryError } from 'drizzle-orm/errors'
import postgres from 'postgres'
import { ConnectionFailed, type DescribedError } from '@/connectors/errors'
import { CopyFailed } from '@/connectors/postgres/copy'
import { describeError } from '@/connectors/postgres/errors'
import { FencedOut } from '@/connectors/postgres/fence'
import { HoldLost } from '@/db/statements/hold-run'

/** Something that a person has to know about, in plain words: it ends a table, or the run. */
export class PlainFailure extends Error {
  readonly scope: 'table' | 'run'
  readonly fix: string
  override readonly name = 'PlainFailure'

  constructor(scope: PlainFailure['scope'], reason: string, fix: string) {
    super(reason)
    this.scope = scope
    this.fix = fix
  }
}

/** Work was broken off because the run halts: nobody failed. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** What a failure means for the run. */
export type Verdict =
  | { readonly kind: 'lost' }
  | { readonly kind: 'stopped' }
  /** Godwit's own database, not one of the run's. */
  | { readonly kind: 'own'; readonly cause: unknown }
  | { readonly kind: 'failure'; readonly error: DescribedError }

/** Sorts whatever was thrown while a run worked on foreign databases. */
export function judge(thrown: unknown): Verdict {
  if (thrown instanceof FencedOut || thrown instanceof HoldLost) return { kind: 'lost' }
  if (thrown instanceof Stopped) return { kind: 'stopped' }
  if (isOfOwnDatabase(thrown)) return { kind: 'own', cause: thrown }
  if (thrown instanceof CopyFailed) return thrown.side === 'stopped' ? { kind: 'stopped' } : judge(thrown.cause)
  if (thrown instanceof ConnectionFailed) return { kind: 'failure', error: thrown.described }
  if (thrown instanceof PlainFailure)
    return {
      kind: 'failure',
      error: {
        class: thrown.scope,
        code: null,
        message: thrown.message,
        fix: thrown.fix,
        schema: null,
        table: null,
        column: null,
        constraint: null,
        serverMessage: null,
      },
    }
  return { kind: 'failure', error: describeError(thrown) }
}

/** The foreign databases are spoken to by another driver, whose errors are none of these. */
const isOfOwnDatabase = (thrown: unknown): boolean =>
  thrown instanceof DrizzleQueryError ||
  thrown instanceof postgres.PostgresError ||
  (thrown instanceof Error && 'code' in thrown && /^CONNECT(ION)?_/.test(String(thrown.code)))

/**
 * The server is out of reach, or takes no work from anybody: full of connections, starting, read-only. No work can be at fault for that,
 * unlike for a connection that broke over it.
 */
export const isServerAway = ({ code }: DescribedError): boolean => code !== null && away.has(code)
const away = new Set(
  ['25006', '53300', '57P03', '08001', '08004'].concat([
    'ECONNREFUSED',
    'EHOSTDOWN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ]),
)

/** One sentence for a person, with the server's own where it quotes no values. */
export const inWords = ({ message, serverMessage }: DescribedError): string =>
  serverMessage === null ? message : `${message} The server says: ${serverMessage}`
