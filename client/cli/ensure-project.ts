import { CommandError, exitCodes } from './exit-codes'
import type { Session } from './session'

const localProject = 'local'

/**
 * The project that a command works in: the named one, else the only one, else `local`, which is made on first use. Answers its id.
 */
export async function ensureProject({ client }: Session, name: string | undefined): Promise<string> {
  const projects = await client.project.list.query()
  const named = projects.find((project) => project.name === (name ?? localProject))
  if (named !== undefined) return named.id
  if (name !== undefined) throw new CommandError(exitCodes.notFound, `There is no project “${name}” that you may see.`)
  const [only] = projects
  if (only !== undefined && projects.length === 1) return only.id
  return (await client.project.create.mutate({ name: localProject })).id
}
