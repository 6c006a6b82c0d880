import { type DestinationStream, type Logger, pino } from 'pino'

/** How much is logged; `info` is what a person wants to read afterwards. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const secretNames = [
  'password',
  'sealedPassword',
  'secret',
  'token',
  'authorization',
  'cookie',
  'd',
  'connectionString',
]
const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** The worker's log: one line of JSON for each entry, on stdout unless told otherwise, without secrets and rows' values. */
export function createLog(options: { level: LogLevel; workerId: string }, destination?: DestinationStream): Logger {
  return pino(
    {
      level: options.level,
      base: { process: 'worker', workerId: options.workerId },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      redact: { paths, censor: '[redacted]' },
      serializers: { err: (error: unknown) => describeForLog(error) },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  )
}

interface LoggedError {
  readonly type: string
  readonly code?: string
  readonly message: string
  readonly stack?: string
  readonly cause?: LoggedError
}

const deepest = 5

/**
 * What of an error goes into the log: its type, code, message, stack and causes. Nothing else of it: drivers hang
 * queries, parameters, rows' values and whole configurations on their errors.
 */
function describeForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: safeText(String(error)) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const message = quotesRow(code) ? '[withheld: it may quote a row]' : safeText(error.message)
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message,
    ...(frames ? { stack: frames } : {}),
    ...(error.cause === undefined || error.cause === null || depth === deepest
      ? {}
      : { cause: describeForLog(error.cause, depth + 1) }),
  }
}

/** Messages of SQLSTATE classes 22 and 23, and those that functions raise, quote what was in the row. */
const quotesRow = (code: string | undefined) => code !== undefined && /^(22|23|P0)...$/.test(code)

const safeText = (text: string) =>
  text
    // drizzle puts the values of a statement into the message of its error.
    .replace(/\nparams: [\s\S]*$/, '\nparams: [withheld]')
    .replace(/(postgres(?:ql)?:\/\/)[^@\s/]*@/gi, '$1[redacted]@')
