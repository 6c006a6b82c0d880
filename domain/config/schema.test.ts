import { describe, expect, it } from 'vitest'
import { defaultMigrationConfig, migrationConfigPatchSchema, migrationConfigSchema } from './schema'

describe('settings', () => {
  for (const bad of [0, -1, 1e9, Number.NaN, Number.POSITIVE_INFINITY, 1.5, '10', null])
    it(`refuse ${String(bad)} (${typeof bad}) as batch size and as lanes`, () => {
      expect(migrationConfigSchema.safeParse({ batchSize: bad }).success).toBe(false)
      expect(migrationConfigSchema.safeParse({ maxThreads: bad }).success).toBe(false)
      expect(migrationConfigPatchSchema.safeParse({ batchSize: bad }).success).toBe(false)
    })

  it('refuse a setting that does not exist', () => {
    expect(migrationConfigPatchSchema.safeParse({ batchsize: 10 }).success).toBe(false)
  })

  it('stand in for what is left out', () => {
    expect(migrationConfigSchema.parse({ batchSize: 10 })).toEqual({ ...defaultMigrationConfig, batchSize: 10 })
  })

  it('left out of a change stay out of it, so that a default never overwrites a choice', () => {
    expect(migrationConfigPatchSchema.parse({ batchSize: 10 })).toEqual({ batchSize: 10 })
  })
})
