import type { Command } from 'commander'
import type { ConnectionTestDto } from '@/domain/contracts/connection'
import { ensureConnection } from '../ensure-connection'
import { ensureProject } from '../ensure-project'
import { CommandError, exitCodes } from '../exit-codes'
import { type CommonOptions, openSession, type Session, withCommonOptions } from '../session'
import { answer, paint, say } from '../terminal'

/** `godwit conn test URL|NAME`: the stepwise test of a connection; a URL is saved as a connection of the project first. */
export function addConnTest(program: Command): void {
  const conn = program.command('conn').description('connections')
  withCommonOptions(conn.command('test'))
    .description('test a connection step by step')
    .argument('<connection>', 'a postgres:// URL, or the name of a saved connection')
    .option('--project <name>', 'project (default: the only one, else “local”)')
    .action(async (connection: string, options: CommonOptions & { project?: string }) => {
      const session = openSession(options)
      const projectId = await ensureProject(session, options.project)
      const connectionId = await find(session, projectId, connection)
      const test = await runTest(session, connectionId)
      for (const step of test.steps) {
        const mark = { passed: paint('green', '✓'), failed: paint('red', '✕'), skipped: paint('dim', '–') }[step.state]
        say(`${mark} ${step.step.padEnd(10)} ${step.detail}${step.fix === null ? '' : `\n             ${step.fix}`}`)
      }
      if (options.json === true) answer(JSON.stringify(test))
      if (test.state !== 'passed') throw new CommandError(exitCodes.unreachable, 'The connection does not work.')
      say('The connection works.')
    })
}

async function find(session: Session, projectId: string, connection: string): Promise<string> {
  if (/^postgres(ql)?:\/\//.test(connection)) return (await ensureConnection(session, projectId, connection)).id
  const connections = await session.client.connection.list.query({ projectId })
  const found = connections.find((c) => c.name === connection)
  if (found === undefined)
    throw new CommandError(exitCodes.notFound, `There is no connection “${connection}” in this project.`)
  return found.id
}

const testSeconds = 60

/** Asks for a test and waits for its answer on the project's stream. */
async function runTest({ client }: Session, connectionId: string): Promise<ConnectionTestDto> {
  const { projectId } = await client.connection.byId.query({ connectionId })
  return new Promise((resolve, reject) => {
    let wanted: string | null = null
    const seen = new Map<string, ConnectionTestDto>()
    const settle = (outcome: () => void) => {
      subscription.unsubscribe()
      clearTimeout(timer)
      outcome()
    }
    const look = () => {
      const test = wanted === null ? undefined : seen.get(wanted)
      if (test !== undefined && test.finishedAt !== null) settle(() => resolve(test))
    }
    const fail = (cause: unknown) => settle(() => reject(cause))
    const subscription = client.events.stream.subscribe(
      { topics: [{ kind: 'project', id: projectId }] },
      {
        onData({ data: frame }) {
          if (frame.kind !== 'project') return
          for (const { lastTest } of frame.connections) if (lastTest !== null) seen.set(lastTest.id, lastTest)
          look()
        },
        onError: fail,
      },
    )
    const timer = setTimeout(
      () => fail(new CommandError(exitCodes.timedOut, `No answer in ${testSeconds} s.`, 'Is a worker running?')),
      testSeconds * 1000,
    )
    client.connection.test.mutate({ connectionId }).then((test) => {
      wanted = test.id
      look()
    }, fail)
  })
}
