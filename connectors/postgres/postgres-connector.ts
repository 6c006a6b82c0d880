import type { Connector } from '../connector'
import { ConnectionFailed, type DescribedError } from '../errors'
import { openSession } from './connect'
import { describeError } from './errors'
import { readSourceFacts } from './facts/source-facts'
import { readTargetFacts } from './facts/target-facts'
import { introspect, ServerTooOld } from './introspect'
import { probe } from './probe'
import { oldestSupported } from './versions'

/** PostgreSQL behind the interface of all connectors. */
export const postgresConnector: Connector = {
  kind: 'postgres',
  probe: (target, options) => probe(target, 'either', options),
  open: async (target, { applicationName, connectTimeoutMs, statementTimeoutMs }) => {
    const client = await openSession(target, {
      applicationName,
      connectTimeoutMs,
      statementTimeoutMs,
      lockTimeoutMs: statementTimeoutMs,
      readOnly: true,
    })
    return {
      introspect: () => introspect(client),
      sourceFacts: (tables) => readSourceFacts(client, tables),
      targetFacts: (questions) => readTargetFacts(client, questions),
      close: () => client.end(),
    }
  },
  describe,
}

function describe(error: unknown): DescribedError {
  if (error instanceof ConnectionFailed) return error.described
  const described = describeError(error)
  if (!(error instanceof ServerTooOld)) return described
  const fix = `Upgrade the server to PostgreSQL ${oldestSupported} or newer.`
  return { ...described, class: 'run', message: error.message, fix }
}
