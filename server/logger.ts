import { type DestinationStream, type Logger, pino } from 'pino'

/** Words in a property's name that mean: never into a log. */
const secretNames = [
  'password',
  'passwordHash',
  'secret',
  'secretHash',
  'token',
  'tokenHash',
  'authorization',
  'cookie',
  'sealed',
  'sealedPassword',
  'idempotencyKey',
  'databaseUrl',
  'connectionString',
]

const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`])

/** JSON lines on stdout, secrets left out by name. Children carry `requestId`, `migrationId` and the like. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { process: 'web' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[redacted]' },
    serializers: { err: describeError },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/**
 * An error for the log: what and where, not with which values. A failed query's message ends with its parameters, and a driver's
 * `detail` quotes the row: both stay out.
 */
export function describeError(cause: unknown): object {
  if (!(cause instanceof Error)) return { type: typeof cause, message: 'Not an Error.' }
  const message = cause.message.replace(/\nparams:[\s\S]*$/, '')
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: cause.constructor.name,
    message,
    ...('code' in cause && typeof cause.code === 'string' ? { code: cause.code } : {}),
    stack: frames.join('\n'),
    ...(cause.cause === undefined ? {} : { cause: describeError(cause.cause) }),
  }
}
