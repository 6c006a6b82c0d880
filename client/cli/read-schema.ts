import type { SchemaDto } from '@/domain/contracts/connection'
import { CommandError, exitCodes } from './exit-codes'
import type { Session } from './session'

const waitSeconds = 120

/** Has a connection's schema read anew and waits for it on the project's stream. */
export async function readSchema({ client }: Session, connectionId: string): Promise<SchemaDto> {
  const before = await client.connection.introspect.mutate({ connectionId })
  await new Promise<void>((resolve, reject) => {
    const settle = (outcome: () => void) => {
      subscription.unsubscribe()
      clearTimeout(timer)
      outcome()
    }
    const subscription = client.events.stream.subscribe(
      { topics: [{ kind: 'project', id: before.projectId }] },
      {
        onData({ data: frame }) {
          if (frame.kind !== 'project') return
          const connection = frame.connections.find((c) => c.id === connectionId)
          if (connection === undefined) return
          const { state, reason, fix } = connection.introspection
          if (state === 'failed')
            settle(() => reject(new CommandError(exitCodes.unreachable, reason ?? 'The schema cannot be read.', fix)))
          if (state === 'idle') settle(resolve)
        },
        onError: (cause) => settle(() => reject(cause)),
      },
    )
    const late = new CommandError(
      exitCodes.timedOut,
      `The schema was not read in ${waitSeconds} s.`,
      'Is a worker running?',
    )
    const timer = setTimeout(() => settle(() => reject(late)), waitSeconds * 1000)
  })
  const schema = await client.connection.schema.query({ connectionId })
  if (schema === null) throw new CommandError(exitCodes.migrationFailed, 'The schema was read and is not there.')
  return schema
}
