import { readMigrationLevels } from '@/db/statements/levels'
import { readMigrationsOfNote } from '@/db/statements/migration-rows'
import { readActivity, readMembers, readOpenInvites } from '@/db/statements/projects'
import { can } from '@/domain/access/policy'
import type { ProjectOverviewDto } from '@/domain/contracts/project'
import type { Refusal } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { Ask } from '../ask'
import { toMigrationDto } from '../migration/migration-dto'
import { readMigrationFacts } from '../migration/migration-facts'
import { getProject } from './get-project'
import { toInviteDto, toMemberDto } from './project-dto'

const mostOfNote = 50
const mostActivity = 20
const moving: readonly string[] = ['Planning', 'Running', 'RollingBack']

/** The lead's view of a project. Invitations are there for those who may manage members. */
export async function getProjectOverview(
  ask: Ask,
  { projectId }: { projectId: string },
): Promise<Result<ProjectOverviewDto, Refusal>> {
  const { db, userId, now } = ask
  const project = await getProject(ask, projectId)
  if (!project.ok) return project
  const rows = await readMigrationsOfNote(db, projectId, mostOfNote)
  const levels = await readMigrationLevels(
    db,
    userId,
    rows.map((row) => row.migration),
  )
  const facts = await readMigrationFacts(db, rows, now)
  const migrations = facts.map((fact) => toMigrationDto(fact, levels.get(fact.row.migration.id) ?? null))
  const managesMembers = can(project.value.role, 'project.members').ok
  const activity = await readActivity(db, projectId, mostActivity)
  return ok({
    project: project.value,
    running: migrations.filter((migration) => moving.includes(migration.state)),
    needsAttention: migrations.filter((migration) => !moving.includes(migration.state)),
    activity: activity.map((event) => ({ ...event, at: event.at.toISOString() })),
    members: (await readMembers(db, projectId)).map(toMemberDto),
    invites: managesMembers ? (await readOpenInvites(db, projectId, now)).map(toInviteDto) : [],
  })
}
