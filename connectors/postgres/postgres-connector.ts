import type { Connector } from '../connector'
import { ConnectionFailed } from '../errors'
import { openSession } from './connect'
import { describeError } from './errors'
import { isReadOnlyByDefault } from './facts/read-only-default'
import { readSourceFacts } from './facts/source-facts'
import { readTargetFacts } from './facts/target-facts'
import { introspect } from './introspect'
import { probe } from './probe'

/** PostgreSQL behind the interface of all connectors. */
export const postgresConnector: Connector = {
  kind: 'postgres',
  probe: (target, options) => probe(target, 'either', options),
  open: async (target, { applicationName, connectTimeoutMs, statementTimeoutMs }) => {
    const client = await openSession(target, {
      applicationName,
      connectTimeoutMs,
      statementTimeoutMs,
      readOnly: true,
    })
    return {
      introspect: () => introspect(client),
      sourceFacts: (tables) => readSourceFacts(client, tables),
      targetFacts: (questions) =>
        readTargetFacts(client, questions, () => isReadOnlyByDefault(target, { applicationName, connectTimeoutMs })),
      close: () => client.end(),
    }
  },
  describe: (error) => (error instanceof ConnectionFailed ? error.described : describeError(error)),
}
