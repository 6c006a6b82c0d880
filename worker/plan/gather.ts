import type { ReadingSession } from '@/connectors/connector'
import { connectorFor } from '@/connectors/registry'
import { findEnded } from '@/db/statements/ended-migrations'
import { readInstallationId } from '@/db/statements/installation'
import type { Planning } from '@/db/statements/planning'
import type { Catalog } from '@/domain/catalog/catalog'
import { chooseTables } from '@/domain/plan/choose-tables'
import type { SourceFacts, TargetFacts } from '@/domain/plan/facts'
import { targetQuestions } from '@/domain/plan/target-questions'
import { err, ok, type Result } from '@/domain/result'
import { type Failure, openConnection } from '../connection-target'
import { foreignFailure } from '../foreign-failure'
import type { WorkerPorts } from '../ports'

/** What the two databases told. */
export interface Gathered {
  readonly source: { readonly label: string; readonly catalog: Catalog; readonly facts: SourceFacts }
  readonly target: { readonly label: string; readonly catalog: Catalog; readonly facts: TargetFacts }
}

/** How long planning waits for a server, in milliseconds. */
export interface PlanTiming {
  readonly connectTimeoutMs: number
  readonly statementTimeoutMs: number
}

export const defaultPlanTiming: PlanTiming = { connectTimeoutMs: 10_000, statementTimeoutMs: 120_000 }

interface Open {
  readonly side: Side
  readonly label: string
  readonly session: ReadingSession
  /** Does something with the session; what it throws becomes a failure that names the side. */
  readonly ask: <T>(question: (session: ReadingSession) => Promise<T>) => Promise<T>
}

type Side = 'source' | 'target'
type Ports = Pick<WorkerPorts, 'database' | 'encryptionKeys' | 'log'>

/**
 * Opens both databases, reads their catalogs and what preflight wants to know, and closes them again. Read-only sessions:
 * nothing changes on either side. Fails with a sentence for a person where a server cannot be reached or read; when
 * `signal` aborts, it fails soon.
 */
export async function gather(
  ports: Ports,
  planning: Planning,
  signal: AbortSignal,
  timing: PlanTiming = defaultPlanTiming,
): Promise<Result<Gathered, Failure>> {
  const opened: Open[] = []
  const close = () => Promise.all(opened.splice(0).map(({ session }) => session.close().catch(() => undefined)))
  const onAbort = () => void close()
  signal.addEventListener('abort', onAbort)
  try {
    const source = await open(ports, planning, 'source', timing)
    opened.push(source)
    const target = await open(ports, planning, 'target', timing)
    opened.push(target)
    signal.throwIfAborted()
    const told = await askBoth(planning, source, target)
    return ok({ ...told, target: { ...told.target, facts: await withoutEnded(ports, told.target.facts) } })
  } catch (error) {
    if (signal.aborted) return err({ reason: 'The worker was told to stop.', fix: 'Plan again.' })
    if (!(error instanceof CannotGather)) throw error
    ports.log.warn(
      { err: error.cause, side: error.side, migrationId: planning.migrationId },
      'a database cannot be read',
    )
    return err(error.failure)
  } finally {
    signal.removeEventListener('abort', onAbort)
    await close()
  }
}

async function askBoth({ migrationId, mapping }: Planning, source: Open, target: Open): Promise<Gathered> {
  const [from, to] = await settled([
    source.ask((session) => session.introspect()),
    target.ask((session) => session.introspect()),
  ])
  const { tables } = chooseTables(from.tables, mapping)
  const [sourceFacts, targetFacts] = await settled([
    source.ask((session) => session.sourceFacts(tables)),
    target.ask((session) => session.targetFacts(targetQuestions({ migrationId, tables, source: from }))),
  ])
  return {
    source: { label: source.label, catalog: from, facts: sourceFacts },
    target: { label: target.label, catalog: to, facts: targetFacts },
  }
}

/** A migration that ended without its worker could not let go of its tables: its claims do not count. */
async function withoutEnded({ database }: Ports, facts: TargetFacts): Promise<TargetFacts> {
  const { claims } = facts.ledger
  if (claims.length === 0) return facts
  const here = await readInstallationId(database.db)
  const ours = claims.filter(({ installationId }) => installationId === here).map(({ migrationId }) => migrationId)
  const ended = new Set(await findEnded(database.db, [...new Set(ours)]))
  const live = claims.filter((claim) => claim.installationId !== here || !ended.has(claim.migrationId))
  return { ...facts, ledger: { ...facts.ledger, claims: live } }
}

/** Both answers, or the first failure once neither is under way any more. */
async function settled<A, B>(both: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(both)
  return Promise.all(both)
}

class CannotGather extends Error {
  override readonly name = 'CannotGather'
  readonly side: Side
  readonly failure: Failure

  constructor(side: Side, failure: Failure, cause: unknown) {
    super(failure.reason, { cause })
    this.side = side
    this.failure = failure
  }
}

async function open(ports: Ports, planning: Planning, side: Side, timing: PlanTiming): Promise<Open> {
  const { connectionId, name } = planning[side]
  const inWords = (reason: string) => `${side === 'source' ? 'Source' : 'Target'} “${name}”: ${reason}`
  const connection = await openConnection(ports, connectionId)
  if (!connection.ok) {
    throw new CannotGather(side, { ...connection.error, reason: inWords(connection.error.reason) }, null)
  }
  const { kind, label, target } = connection.value
  const connector = connectorFor(kind)
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const { reason, fix } = foreignFailure(connector, error)
      throw new CannotGather(side, { reason: inWords(reason), fix }, error)
    }
  }
  const session = await told(() => connector.open(target, { applicationName: 'godwit plan', ...timing }))
  return { side, label, session, ask: (question) => told(() => question(session)) }
}
