import { z } from 'zod'

/** Levels of access, weakest first: a project role, or a grant on one migration. */
export const accessLevels = ['viewer', 'operator', 'manager', 'owner'] as const
export const accessLevelSchema = z.enum(accessLevels)
export type AccessLevel = z.infer<typeof accessLevelSchema>

/** Does `held` reach `needed`? `null` is no access at all. */
export function reaches(held: AccessLevel | null, needed: AccessLevel): boolean {
  return held !== null && accessLevels.indexOf(held) >= accessLevels.indexOf(needed)
}

/** The stronger of two levels: what a project role and a grant on one migration give together. */
export function stronger(a: AccessLevel | null, b: AccessLevel | null): AccessLevel | null {
  if (a === null) return b
  return reaches(a, b ?? 'viewer') ? a : b
}
