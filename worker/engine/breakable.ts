import type { RunContext } from './context'
import { Stopped } from './failure'
import { cancelOn, type RunSession } from './session'

/** Waits for something long that a session does; where the run halts meanwhile, the server is asked to end it. Throws `Stopped` then. */
export async function breakable<T>(run: RunContext, session: RunSession, query: Promise<T>): Promise<T> {
  const { ports, record, halt } = run
  const connectionId = session.side === 'source' ? record.sourceConnectionId : record.targetConnectionId
  const cancel = () =>
    void cancelOn(ports, connectionId, session.backend.pid).catch((err: unknown) =>
      ports.log.warn({ err }, 'a query cannot be cancelled'),
    )
  if (halt.hard.aborted) cancel()
  else halt.hard.addEventListener('abort', cancel, { once: true })
  try {
    return await query
  } catch (error) {
    if (halt.hard.aborted) throw new Stopped('The run halts while a server works.')
    throw error
  } finally {
    halt.hard.removeEventListener('abort', cancel)
  }
}
