import { expect, test } from 'vitest'
import { defaultSettings, paceSettings, rangeOf, settingRefusal, settingsPatch, settingsSchema } from './settings'

const refusal = (input: Record<string, unknown>) =>
  settingsSchema
    .safeParse({ ...defaultSettings, ...input }, { error: settingRefusal })
    .error?.issues.map((issue) => issue.message)

test('a range names its limits, unit and default', () => {
  expect(rangeOf(paceSettings[0])).toBe('1 to 1,000,000 rows; normally 250,000.')
})

test('every bad number is refused in the words of its field', () => {
  for (const batchSize of [0, -1, 1e9]) expect(refusal({ batchSize })).toEqual(['From 1 to 1,000,000 rows.'])
  for (const batchSize of [Number.NaN, 1.5])
    expect(refusal({ batchSize })).toEqual(['A whole number, from 1 to 1,000,000 rows.'])
  expect(refusal({ retryPolicy: { ...defaultSettings.retryPolicy, maxAttempts: 21 } })).toEqual(['From 1 to 20.'])
  expect(refusal({ maxBytesPerSecond: 12 })?.[0]).toMatch(/or nothing for no limit/)
})

test('only what differs is sent', () => {
  expect(settingsPatch(defaultSettings, defaultSettings)).toEqual({})
  expect(settingsPatch(defaultSettings, { ...defaultSettings, batchSize: 2_000 })).toEqual({ batchSize: 2_000 })
  expect(settingsPatch(defaultSettings, { ...defaultSettings, enableRollback: false })).toEqual({
    enableRollback: false,
  })
  const retryPolicy = { ...defaultSettings.retryPolicy, maxAttempts: 3 }
  expect(settingsPatch(defaultSettings, { ...defaultSettings, retryPolicy })).toEqual({ retryPolicy })
})
