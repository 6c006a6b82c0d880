import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { changeRole, insertProject } from '@/db/statements/change-projects'
import type { createProjectInputSchema, ProjectDto } from '@/domain/contracts/project'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import { getProject } from '../../queries/project/get-project'
import type { CommandScope } from '../run-command'

/** Makes a project; whoever makes it is its owner. */
export async function createProject(
  { tx, actor, now }: CommandScope,
  { name }: z.output<typeof createProjectInputSchema>,
): Promise<Result<ProjectDto, Refusal>> {
  const { userId } = actor
  const projectId = await insertProject(tx, { name, userId, now })
  await changeRole(tx, { projectId, userId, level: 'owner', by: userId, now })
  const change = { action: 'project.create', subject: `project:${projectId}`, before: null, after: { name } }
  await applyChange(tx, { actor, projectId, ...change }, now)
  return getProject({ db: tx, userId }, projectId)
}
