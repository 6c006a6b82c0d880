import { type RetryPolicy, retryPolicySchema } from '@/domain/config/retry'
import type { MigrationConfig } from '@/domain/config/schema'
import { formatBytes } from '../ui/bytes'
import { formatDuration } from '../ui/duration'
import { formatCount } from '../ui/num'

type Setting = keyof MigrationConfig

/** What each setting is called on every page. */
export const settingNames: Readonly<Record<Setting, string>> = {
  batchSize: 'Batch size',
  maxThreads: 'Lanes',
  validateData: 'Validate data',
  enableRollback: 'Keep before-images',
  retryPolicy: 'Retries',
  maxRejectedRows: 'Rows a table may lose to quarantine',
  maxRejectedPercent: 'The same in per cent of the table',
  onSetErrors: 'Where rows break a key built after them',
  maxBytesPerSecond: 'Throttle',
  properties: 'Notes',
}

/** A retry policy in one line. */
export function formatRetry(policy: RetryPolicy): string {
  return `${policy.maxAttempts} tries, ${formatDuration(policy.initialDelayMs)} to ${formatDuration(policy.maxDelayMs)}`
}

/** A throttle in words; null is none. */
export function formatThrottle(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? 'no limit' : `${formatBytes(bytesPerSecond)}/s`
}

const isSetting = (name: string): name is Setting => name in settingNames

/** A setting's value as an event carries it: JSON text. What cannot be read is shown as it is. */
function formatValue(setting: string, json: string): string {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return json
    throw error
  }
  if (setting === 'maxBytesPerSecond' && (value === null || typeof value === 'number')) return formatThrottle(value)
  if (setting === 'retryPolicy') {
    const policy = retryPolicySchema.safeParse(value)
    if (policy.success) return formatRetry(policy.data)
  }
  if (setting === 'properties' && Array.isArray(value)) return formatCount(value.length)
  if (typeof value === 'number') return formatCount(value)
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return json
}

/** One changed setting: “Batch size 1,000 → 2,000”. */
export function describeSetting(change: { setting: string; before: string; after: string }): string {
  const name = isSetting(change.setting) ? settingNames[change.setting] : change.setting
  return `${name} ${formatValue(change.setting, change.before)} → ${formatValue(change.setting, change.after)}`
}
