import { describe, expect, it } from 'vitest'
import { migrationConfigDtoSchema } from '@/domain/contracts/migration'
import { parseSettings, settingsOf } from './parse-settings'

const config = migrationConfigDtoSchema.parse({ batchSize: 50_000, maxThreads: 4 })

describe('settings from the command line', () => {
  it('become a patch of what differs, with what it changes', () => {
    expect(parseSettings(config, ['batchSize=2000', 'maxThreads=4'])).toEqual({
      patch: { batchSize: 2000 },
      changes: [{ setting: 'batchSize', before: '50000', after: '2000' }],
    })
  })

  it('reach into the retry policy, which is sent as a whole', () => {
    const { patch, changes } = parseSettings(config, ['retryPolicy.maxAttempts=9'])
    expect(patch).toEqual({ retryPolicy: { ...config.retryPolicy, maxAttempts: 9 } })
    expect(changes).toEqual([{ setting: 'retryPolicy.maxAttempts', before: '5', after: '9' }])
  })

  it('know no limit, truth and words', () => {
    const { patch } = parseSettings({ ...config, maxBytesPerSecond: 5_000_000 }, [
      'maxBytesPerSecond=none',
      'validateData=false',
      'onSetErrors=fail',
      'maxRejectedPercent=2.5',
    ])
    expect(patch).toEqual({
      maxBytesPerSecond: null,
      validateData: false,
      onSetErrors: 'fail',
      maxRejectedPercent: 2.5,
    })
  })

  for (const bad of [
    'batchSize',
    '=1',
    'batchsize=1',
    'batchSize=0',
    'batchSize=x',
    'onSetErrors=maybe',
    '__proto__=1',
  ])
    it(`refuse ${bad}`, () => {
      expect(() => parseSettings(config, [bad])).toThrow(/setting|key=value|batchSize|onSetErrors/)
    })

  it('are all shown but the free notes', () => {
    expect([...settingsOf(config).keys()]).toContain('retryPolicy.jitter')
    expect(settingsOf(config).has('properties')).toBe(false)
  })
})
