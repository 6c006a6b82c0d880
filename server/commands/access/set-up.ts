import { timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import { applyChange } from '@/db/apply-change'
import { changeRole } from '@/db/statements/change-projects'
import { clearSetUpToken, insertPerson, lockInstallation, readProjectsWithoutPeople } from '@/db/statements/people'
import { hasAdministrator, hashSecret } from '@/db/statements/set-up-link'
import { type Tx, transaction } from '@/db/transaction'
import type { Via } from '@/domain/access/actor'
import type { SetupInput, setupStateSchema } from '@/domain/contracts/session'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'
import type { Asker } from '../../auth/identity'
import { hashPassword } from '../../auth/passwords'
import type { Services } from '../../services'

type State = z.input<typeof setupStateSchema>['state']

/** May somebody be made the first administrator with this token? `closed` for ever once there is one. */
export function getSetUpState(services: Pick<Services, 'db'>, token: string | null): Promise<State> {
  return transaction(services.db, (tx) => readState(tx, token))
}

async function readState(tx: Tx, token: string | null): Promise<State> {
  const installation = await lockInstallation(tx)
  if (await hasAdministrator(tx)) return 'closed'
  const stored = installation?.setupTokenHash ?? null
  return token !== null && stored !== null && isSameHash(hashSecret(token), stored) ? 'open' : 'needs-token'
}

function isSameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/**
 * Makes the first administrator, once, with the one-time token that start prints. Projects that only services own get them as an
 * owner too, so that nothing is left that no person can manage.
 */
export async function setUp(
  services: Pick<Services, 'db' | 'now'>,
  input: SetupInput,
  via: Via,
): Promise<Result<{ userId: string }, Refusal>> {
  const { token, name, email } = input
  const passwordHash = await hashPassword(input.password)
  return transaction(services.db, async (tx) => {
    const state = await readState(tx, token)
    if (state === 'closed') return refuse('not-found', 'Godwit has been set up.', 'Sign in.')
    if (state === 'needs-token')
      return refuse(
        'forbidden',
        'This set-up link is not valid.',
        'Use the link that the newest start has printed.',
        'token',
      )
    const now = services.now()
    const userId = await insertPerson(tx, { name, email, passwordHash, isAdmin: true, now })
    if (userId === null)
      return refuse('conflict', 'Somebody has an account with this e-mail address.', 'Give another address.', 'email')
    await clearSetUpToken(tx)
    const actor: Asker = { kind: 'user', userId, name, isAdmin: true, via }
    const change = {
      action: 'user.setUp',
      subject: `user:${userId}`,
      before: null,
      after: { name, email, isAdmin: true },
    }
    await applyChange(tx, { actor, projectId: null, ...change }, now)
    for (const projectId of await readProjectsWithoutPeople(tx)) {
      await changeRole(tx, { projectId, userId, level: 'owner', by: userId, now })
      const added = { action: 'project.addMember', subject: `user:${userId}`, before: null, after: { level: 'owner' } }
      await applyChange(tx, { actor, projectId, ...added, reason: 'Only services owned it.' }, now)
    }
    return ok({ userId })
  })
}
