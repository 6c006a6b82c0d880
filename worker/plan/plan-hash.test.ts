import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalog, table } from '@/domain/plan/testing/catalogs'
import { planOf } from '@/domain/plan/testing/plan-input'
import { canonicalJson, hashPlan } from './plan-hash'

/** The same value with the keys of each object in another order. */
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, shuffled(each)]),
  )
}

describe('canonicalJson', () => {
  it('does not depend on the order of keys, and loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('hashPlan', () => {
  const source = catalog({ tables: [table('orders'), table('lines')] })

  it('is the same for the same plan, and another for any other', () => {
    const { hash } = hashPlan(planOf({ source }))
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(hashPlan(shuffled(planOf({ source })) as ReturnType<typeof planOf>).hash).toBe(hash)
    const less = planOf({ source, mapping: { kind: 'everything', except: [{ schema: 'public', name: 'lines' }] } })
    expect(hashPlan(less).hash).not.toBe(hash)
    expect(hashPlan({ ...planOf({ source }), validateData: false }).hash).not.toBe(hash)
  })
})
