/** What a script can rely on. Data goes to stdout, talk to stderr; the exit code says how it went. */
export const exitCodes = {
  ok: 0,
  migrationFailed: 1,
  usage: 2,
  /** Finished, with rows in quarantine or tables that differ. */
  notEqual: 3,
  notAuthorised: 4,
  notFound: 5,
  illegalState: 6,
  unreachable: 7,
  timedOut: 124,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Ends the command with an exit code, a sentence, and what to do about it. */
export class CommandError extends Error {
  readonly exitCode: ExitCode
  readonly fix: string | null

  constructor(exitCode: ExitCode, message: string, fix: string | null = null) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
    this.fix = fix
  }
}
