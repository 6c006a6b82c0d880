import { readProjects } from '@/db/statements/projects'
import type { ProjectDto } from '@/domain/contracts/project'
import { ok, type Result } from '@/domain/result'
import type { Ask } from '../ask'
import { toProjectDto } from './project-dto'

/** The projects that the asker is in, by name. */
export async function getProjectList({ db, userId }: Ask): Promise<Result<ProjectDto[], never>> {
  const projects = await readProjects(db, userId)
  return ok(projects.map(toProjectDto))
}
