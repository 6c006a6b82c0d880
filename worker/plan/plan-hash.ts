import { createHash } from 'node:crypto'
import type { Plan } from '@/domain/plan/plan'
import type { UnhashedPlan } from '@/domain/plan/plan-migration'

/** A plan with its hash: SHA-256, in hex, over everything else in it as canonical JSON. */
export function hashPlan(plan: UnhashedPlan): Plan {
  return { ...plan, hash: createHash('sha256').update(canonicalJson(plan)).digest('hex') }
}

/**
 * JSON that depends on the value alone: keys of objects in the order of their code units, no blanks, `undefined` left
 * out as JSON does. Holds for plain data: no dates, no bigints.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  // Entries, since a key may be `__proto__`.
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}
