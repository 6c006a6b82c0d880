import { z } from 'zod'
import { databaseUrlSchema, keyListSchema, readEnvironment } from '@/db/environment'
import type { Result } from '@/domain/result'

/** Keys that seal: their public halves alone. A private one in the web process would undo the separation, so it is a problem. */
const sealingKeysSchema = keyListSchema.refine((keys) => keys.every((key) => !('d' in key)), {
  error: 'holds a private key: the web process seals with public keys and must not be able to open',
})

const schema = z.object({
  DATABASE_URL: databaseUrlSchema,
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  GODWIT_SEALING_KEYS: sealingKeysSchema,
  PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** The web process's settings. */
export interface WebEnvironment {
  readonly databaseUrl: string
  readonly authSecret: string
  /** Where people reach Godwit; it decides on secure cookies. */
  readonly url: URL
  readonly sealingKeys: z.infer<typeof sealingKeysSchema>
  readonly logLevel: z.infer<typeof schema>['LOG_LEVEL']
}

const aliases = [
  ['AUTH_SECRET', 'NEXTAUTH_SECRET'],
  ['AUTH_SECRET_FILE', 'NEXTAUTH_SECRET_FILE'],
  ['NEXTAUTH_URL', 'AUTH_URL'],
] as const

/** Reads them; each name may also come as `NAME_FILE`. Answers all problems at once, by name, without a value. */
export function readWebEnvironment(env: NodeJS.ProcessEnv): Result<WebEnvironment, string[]> {
  const aliased = { ...env }
  for (const [name, alias] of aliases) {
    if (!aliased[name] && aliased[alias]) aliased[name] = aliased[alias]
  }
  const read = readEnvironment(schema, aliased)
  if (!read.ok) return read
  const given = read.value
  return {
    ok: true,
    value: {
      databaseUrl: given.DATABASE_URL,
      authSecret: given.AUTH_SECRET,
      url: new URL(given.NEXTAUTH_URL ?? `http://localhost:${given.PORT}`),
      sealingKeys: given.GODWIT_SEALING_KEYS,
      logLevel: given.LOG_LEVEL,
    },
  }
}
