import type { MeDto } from '@/domain/contracts/session'
import { ok, type Result } from '@/domain/result'
import type { Ask } from '../ask'

/** Who is signed in (session.me). */
export async function getMe({ identity }: Ask): Promise<Result<MeDto, never>> {
  const { userId, name, email, isAdmin, kind } = identity
  return ok({ userId, name, email, isAdmin, kind })
}
