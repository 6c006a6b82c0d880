import type { JWK } from 'jose'
import { z } from 'zod'
import { databaseUrlSchema, keyListSchema, readEnvironment } from '@/db/environment'
import { err, ok, type Result } from '@/domain/result'
import { type LogLevel, logLevels } from './log'

/** A whole number of a range, written in decimal digits. */
const numberSchema = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be from ${from} to ${to}`)

const privateKeys = keyListSchema.refine(
  (keys) => keys.every((key) => typeof key.d === 'string'),
  'must hold private keys (JWKs with a member d)',
)

const schema = z.object({
  DATABASE_URL: databaseUrlSchema,
  GODWIT_ENCRYPTION_KEYS: privateKeys,
  WORKER_PORT: numberSchema(1, 65_535).optional(),
  WORKER_HOST: z.string().optional(),
  GODWIT_WORKER_CONCURRENCY: numberSchema(1, 64).optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).optional(),
})

/** The worker's settings. */
export interface WorkerEnvironment {
  readonly databaseUrl: string
  readonly encryptionKeys: readonly JWK[]
  /** Where `/livez` and `/readyz` answer; null: nowhere. */
  readonly health: { readonly port: number; readonly host: string } | null
  /** Migrations that run at the same time. */
  readonly concurrency: number
  readonly logLevel: LogLevel
}

/** Reads the worker's settings; every name also as `NAME_FILE`. All problems at once, by name and without a value. */
export function readWorkerEnvironment(env: NodeJS.ProcessEnv): Result<WorkerEnvironment, string[]> {
  const read = readEnvironment(schema, env)
  if (!read.ok) return err(read.error)
  const { WORKER_PORT: port, WORKER_HOST: host, ...rest } = read.value
  return ok({
    databaseUrl: rest.DATABASE_URL,
    encryptionKeys: rest.GODWIT_ENCRYPTION_KEYS,
    health: port === undefined ? null : { port, host: host ?? '127.0.0.1' },
    concurrency: rest.GODWIT_WORKER_CONCURRENCY ?? 4,
    logLevel: rest.LOG_LEVEL ?? 'info',
  })
}
