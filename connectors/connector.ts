import type { Catalog } from '@/domain/catalog/catalog'
import type { ConnectionTarget } from '@/domain/connection/connection-target'
import type { Endpoint, ProbeStep } from '@/domain/contracts/connection'
import type { SourceFacts, TargetFacts, TargetQuestions } from '@/domain/plan/facts'
import type { TableRef } from '@/domain/plan/plan'
import type { DescribedError } from './errors'

/** A read-only session on a foreign database, for looking at it. Its methods throw what `describe` knows how to tell. */
export interface ReadingSession {
  readonly introspect: () => Promise<Catalog>
  /** What preflight asks a source about these tables. */
  readonly sourceFacts: (tables: readonly TableRef[]) => Promise<SourceFacts>
  /** What preflight asks a target. */
  readonly targetFacts: (questions: TargetQuestions) => Promise<TargetFacts>
  /** Ends the session; a statement that is under way is broken off. */
  readonly close: () => Promise<void>
}

export interface ReadingOptions {
  /** Shown among the server's sessions. */
  readonly applicationName: string
  readonly connectTimeoutMs: number
  /** Of one statement. */
  readonly statementTimeoutMs: number
}

/** One kind of foreign database: everything that looks at it goes through here. Opened in the worker alone. */
export interface Connector {
  readonly kind: Endpoint['kind']
  /** Tests a connection step by step and yields each step as it is known. Never throws for what network or server do. */
  readonly probe: (
    target: ConnectionTarget,
    options: { readonly timeoutMs: number },
  ) => AsyncGenerator<ProbeStep, void, void>
  /** Throws what `describe` knows how to tell. */
  readonly open: (target: ConnectionTarget, options: ReadingOptions) => Promise<ReadingSession>
  /** A failure in plain words, without values and credentials. */
  readonly describe: (error: unknown) => DescribedError
}
