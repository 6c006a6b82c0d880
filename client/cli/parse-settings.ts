import type { z } from 'zod'
import { migrationConfigDtoSchema, type updateConfigInputSchema } from '@/domain/contracts/migration'
import { CommandError, exitCodes } from './exit-codes'

type Config = z.infer<typeof migrationConfigDtoSchema>
type Patch = z.input<typeof updateConfigInputSchema>['patch']

/** One setting that would become another: its name, and both values as JSON. */
export interface SettingChange {
  readonly setting: string
  readonly before: string
  readonly after: string
}

/** The settings as `key=value` names them: those of the retry policy as `retryPolicy.maxAttempts`; free notes cannot be set like that. */
export function settingsOf(config: Config): Map<string, unknown> {
  const { retryPolicy, properties: _, ...plain } = config
  return new Map<string, unknown>([
    ...Object.entries(plain),
    ...Object.entries(retryPolicy).map(([name, value]) => [`retryPolicy.${name}`, value] as const),
  ])
}

/**
 * A patch of `key=value` pairs, and what it changes. Values are numbers, true, false, `none` (no limit) or a word; the schema that the server
 * refuses by refuses them here already, naming the setting.
 */
export function parseSettings(config: Config, pairs: readonly string[]): { patch: Patch; changes: SettingChange[] } {
  const known = settingsOf(config)
  const wanted = new Map<string, unknown>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    const [key, text] = at < 0 ? [pair, ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
    if (at < 1 || !known.has(key))
      throw new CommandError(
        exitCodes.usage,
        at < 1 ? `“${pair}” is not of the form key=value.` : `There is no setting “${key}”.`,
        `Settings are ${[...known.keys()].join(', ')}.`,
      )
    wanted.set(key, valueOfText(text))
  }
  const retryPolicy = Object.fromEntries(
    Object.entries(config.retryPolicy).map(([name, value]) => {
      const key = `retryPolicy.${name}`
      return [name, wanted.has(key) ? wanted.get(key) : value]
    }),
  )
  const plain = Object.fromEntries([...wanted].filter(([key]) => !key.startsWith('retryPolicy.')))
  const parsed = migrationConfigDtoSchema.safeParse({ ...config, ...plain, retryPolicy })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CommandError(exitCodes.usage, `${issue?.path.join('.') ?? 'A setting'}: ${issue?.message ?? 'is wrong.'}`)
  }
  const after = settingsOf(parsed.data)
  const changes = [...after]
    .map(([setting, value]) => ({
      setting,
      before: JSON.stringify(known.get(setting)),
      after: JSON.stringify(value),
    }))
    .filter((change) => change.before !== change.after)
  const names = new Set(changes.map(({ setting }) => setting.split('.')[0] ?? setting))
  const patch = Object.fromEntries(Object.entries(parsed.data).filter(([name]) => names.has(name)))
  return { patch, changes }
}

function valueOfText(text: string): unknown {
  if (text === 'none') return null
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
