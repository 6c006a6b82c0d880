import { z } from 'zod'
import { retryPolicySchema } from '@/domain/config/retry'
import {
  defaultMigrationConfig,
  type MigrationConfig,
  type MigrationConfigPatch,
  migrationConfigSchema,
  onSetErrorsSchema,
} from '@/domain/config/schema'
import { formatBytes } from '../ui/bytes'
import { formatCount } from '../ui/num'

const config = migrationConfigSchema.shape
const retry = retryPolicySchema.shape

/** The settings that a person sets in the wizard and, but for what the plan freezes, while it runs; in a form none is left out. */
export const settingsSchema = z.strictObject({
  batchSize: config.batchSize.unwrap(),
  maxThreads: config.maxThreads.unwrap(),
  validateData: config.validateData.unwrap(),
  enableRollback: config.enableRollback.unwrap(),
  maxBytesPerSecond: config.maxBytesPerSecond.unwrap(),
  maxRejectedRows: config.maxRejectedRows.unwrap(),
  maxRejectedPercent: config.maxRejectedPercent.unwrap(),
  onSetErrors: onSetErrorsSchema,
  retryPolicy: z.strictObject({
    maxAttempts: retry.maxAttempts.unwrap(),
    initialDelayMs: retry.initialDelayMs.unwrap(),
    backoffFactor: retry.backoffFactor.unwrap(),
    maxDelayMs: retry.maxDelayMs.unwrap(),
    jitter: retry.jitter.unwrap(),
    horizonMs: retry.horizonMs.unwrap(),
  }),
})
export type Settings = z.infer<typeof settingsSchema>

/** A migration's own settings, as the form takes them. */
export function settingsOf(config: MigrationConfig): Settings {
  const { batchSize, maxThreads, validateData, enableRollback, maxBytesPerSecond, retryPolicy } = config
  const { maxRejectedRows, maxRejectedPercent, onSetErrors } = config
  return {
    batchSize,
    maxThreads,
    validateData,
    enableRollback,
    maxBytesPerSecond,
    maxRejectedRows,
    maxRejectedPercent,
    onSetErrors,
    retryPolicy,
  }
}

/** The settings in which nobody has changed anything. */
export const defaultSettings: Settings = settingsOf(defaultMigrationConfig)

/** What differs, as a patch: a setting that nobody touched is not sent. */
export function settingsPatch(before: Settings, after: Settings): MigrationConfigPatch {
  const changed = (Object.keys(after) as (keyof Settings)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  return Object.fromEntries(changed.map((name) => [name, after[name]]))
}

/** The schema's own words, which need not name the setting again under its label. */
function effectOf(label: string, description: string): string {
  const effect = description.startsWith(`${label}: `) ? description.slice(label.length + 2) : description
  return effect.charAt(0).toUpperCase() + effect.slice(1)
}

/** A setting that is a number: its limits and default come from the schema that refuses, so that the page cannot promise otherwise. */
const numberSetting = <P extends string>(path: P, label: string, schema: z.ZodDefault<z.ZodNumber>, unit?: string) => ({
  path,
  label,
  effect: effectOf(label, schema.description ?? ''),
  min: schema.unwrap().minValue ?? 0,
  max: schema.unwrap().maxValue ?? 0,
  normal: schema.parse(undefined),
  unit,
})
export type NumberSetting = ReturnType<typeof numberSetting<NumberPath>>
type NumberPath =
  | 'batchSize'
  | 'maxThreads'
  | 'maxRejectedRows'
  | 'maxRejectedPercent'
  | 'retryPolicy.maxAttempts'
  | 'retryPolicy.initialDelayMs'
  | 'retryPolicy.backoffFactor'
  | 'retryPolicy.maxDelayMs'
  | 'retryPolicy.jitter'
  | 'retryPolicy.horizonMs'

export const paceSettings = [
  numberSetting('batchSize', 'Batch size', config.batchSize, 'rows'),
  numberSetting('maxThreads', 'Lanes', config.maxThreads),
] as const satisfies readonly NumberSetting[]

export const budgetSettings = [
  numberSetting('maxRejectedRows', 'Rows in quarantine', config.maxRejectedRows, 'rows'),
  numberSetting('maxRejectedPercent', 'The same in per cent', config.maxRejectedPercent, '%'),
] as const satisfies readonly NumberSetting[]

/** What is done where rows break a key that is built after them, in words. */
export const onSetErrorsChoices: readonly { value: Settings['onSetErrors']; label: string }[] = [
  { value: 'quarantine', label: 'Quarantine the rows, build it again' },
  { value: 'keep-not-valid', label: 'Keep a foreign key that is not proved' },
  { value: 'fail', label: 'Stop the table' },
]

export const retrySettings = [
  numberSetting('retryPolicy.maxAttempts', 'Tries', retry.maxAttempts),
  numberSetting('retryPolicy.initialDelayMs', 'First pause', retry.initialDelayMs, 'ms'),
  numberSetting('retryPolicy.backoffFactor', 'Growth of the pause', retry.backoffFactor, '×'),
  numberSetting('retryPolicy.maxDelayMs', 'Longest pause', retry.maxDelayMs, 'ms'),
  numberSetting('retryPolicy.jitter', 'Variation of the pause', retry.jitter),
  numberSetting('retryPolicy.horizonMs', 'Patience with a server that is away', retry.horizonMs, 'ms'),
] as const satisfies readonly NumberSetting[]

const throttle = config.maxBytesPerSecond.unwrap().unwrap()
export const throttleRange = { min: throttle.minValue ?? 0, max: throttle.maxValue ?? 0 }

/** “1 to 1,000,000 rows, 250,000 unless you change it.” */
export function rangeOf(setting: NumberSetting): string {
  const unit = setting.unit === undefined ? '' : ` ${setting.unit}`
  return `${formatCount(setting.min)} to ${formatCount(setting.max)}${unit}; normally ${formatCount(setting.normal)}.`
}

const byPath = new Map<string, NumberSetting>(
  [...paceSettings, ...budgetSettings, ...retrySettings].map((each) => [each.path, each]),
)

/** A refusal of the schema, in words for the field that it belongs to. */
export function settingRefusal(issue: { code: string; path?: PropertyKey[] | undefined }): string | undefined {
  const path = (issue.path ?? []).join('.')
  const setting = byPath.get(path)
  if (setting !== undefined) {
    const whole = issue.code === 'invalid_type' ? 'A whole number, ' : ''
    const unit = setting.unit === undefined ? '' : ` ${setting.unit}`
    return `${whole}${whole === '' ? 'F' : 'f'}rom ${formatCount(setting.min)} to ${formatCount(setting.max)}${unit}.`
  }
  if (path === 'maxBytesPerSecond')
    return `From ${formatBytes(throttleRange.min)}/s to ${formatBytes(throttleRange.max)}/s, or nothing for no limit.`
  return undefined
}
