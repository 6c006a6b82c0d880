import { readProjects } from '@/db/statements/projects'
import type { ProjectDto } from '@/domain/contracts/project'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { Ask } from '../ask'
import { toProjectDto } from './project-dto'

/** One project, for somebody who is in it. */
export async function getProject(
  { db, userId }: Pick<Ask, 'db' | 'userId'>,
  projectId: string,
): Promise<Result<ProjectDto, Refusal>> {
  const [project] = await readProjects(db, userId, projectId)
  return project === undefined
    ? refuse('not-found', 'There is nothing here that you may see.', 'Ask an owner of the project for access.')
    : ok(toProjectDto(project))
}
