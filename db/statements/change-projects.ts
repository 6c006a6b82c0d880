import { and, eq, isNull } from 'drizzle-orm'
import type { AccessLevel } from '@/domain/access/roles'
import { users } from '../schema/people'
import { invites, projectMembers, projects } from '../schema/projects'
import type { Tx } from '../transaction'

/** Adds a project and answers its id. */
export async function insertProject(tx: Tx, values: { name: string; userId: string; now: Date }): Promise<string> {
  const { name, userId, now } = values
  const [row] = await tx
    .insert(projects)
    .values({ name, createdById: userId, createdAt: now })
    .returning({ id: projects.id })
  if (row === undefined) throw new Error('The project was not inserted.')
  return row.id
}

/** A role as it is held now. */
export interface Membership {
  readonly userId: string
  readonly name: string
  readonly kind: 'person' | 'service'
  readonly level: AccessLevel
  readonly isDisabled: boolean
}

/** Locks a project, so that its members change one after the other, and answers them. */
export async function lockMembers(tx: Tx, projectId: string): Promise<Membership[]> {
  await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId)).for('no key update')
  const rows = await tx
    .select({
      userId: users.id,
      name: users.name,
      kind: users.kind,
      level: projectMembers.level,
      disabledAt: users.disabledAt,
    })
    .from(projectMembers)
    .innerJoin(users, eq(users.id, projectMembers.userId))
    .where(and(eq(projectMembers.projectId, projectId), isNull(projectMembers.revokedAt)))
  return rows.map(({ disabledAt, ...row }) => ({ ...row, isDisabled: disabledAt !== null }))
}

/** Gives a role, or another one; null takes it away. The row of the role before keeps its place in history, with `revokedAt`. */
export async function changeRole(
  tx: Tx,
  role: { projectId: string; userId: string; level: AccessLevel | null; by: string; now: Date },
): Promise<void> {
  const { projectId, userId, level, by, now } = role
  await tx
    .update(projectMembers)
    .set({ revokedAt: now, revokedById: by })
    .where(
      and(eq(projectMembers.projectId, projectId), eq(projectMembers.userId, userId), isNull(projectMembers.revokedAt)),
    )
  if (level !== null)
    await tx.insert(projectMembers).values({ projectId, userId, level, grantedAt: now, grantedById: by })
}

/** Adds an invitation; one that is open for the same address in the same project is revoked. Answers its id. */
export async function insertInvite(tx: Tx, values: typeof invites.$inferInsert & { createdAt: Date }): Promise<string> {
  const { projectId, email, createdAt } = values
  await tx
    .update(invites)
    .set({ revokedAt: createdAt })
    .where(
      and(
        eq(invites.projectId, projectId),
        eq(invites.email, email),
        isNull(invites.acceptedAt),
        isNull(invites.revokedAt),
      ),
    )
  const [row] = await tx.insert(invites).values(values).returning({ id: invites.id })
  if (row === undefined) throw new Error('The invitation was not inserted.')
  return row.id
}

/** Revokes an open invitation of a project; null when there is none. */
export async function revokeInvite(tx: Tx, projectId: string, inviteId: string, now: Date) {
  const [row] = await tx
    .update(invites)
    .set({ revokedAt: now })
    .where(
      and(
        eq(invites.id, inviteId),
        eq(invites.projectId, projectId),
        isNull(invites.acceptedAt),
        isNull(invites.revokedAt),
      ),
    )
    .returning({ id: invites.id, email: invites.email, level: invites.level, expiresAt: invites.expiresAt })
  return row ?? null
}

/** Locks the invitation behind a token's hash, with its project's name, so that it is answered once. */
export async function lockInvite(tx: Tx, tokenHash: string) {
  const [row] = await tx
    .select({ invite: invites, project: projects.name })
    .from(invites)
    .innerJoin(projects, eq(projects.id, invites.projectId))
    .where(eq(invites.tokenHash, tokenHash))
    .for('update', { of: invites })
  return row ?? null
}

/** Marks an invitation as answered. */
export async function acceptInvite(tx: Tx, inviteId: string, now: Date): Promise<void> {
  await tx.update(invites).set({ acceptedAt: now }).where(eq(invites.id, inviteId))
}
