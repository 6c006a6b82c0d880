import { z } from 'zod'

/**
 * The jobs that the web process queues and a worker does. A job is a nudge, never the truth: its handler reads the rows it is about,
 * finds out whether there is something to do, and a second nudge does no harm.
 */
export const jobSchemas = {
  /** Plan a migration that is in Planning. */
  plan: z.strictObject({ migrationId: z.uuid() }),
  /** Execute the newest run of a migration that is in Running, or take it over. */
  run: z.strictObject({ migrationId: z.uuid() }),
  /** Bring rows of a migration that does not run from quarantine into the target, as somebody asked. */
  replay: z.strictObject({ migrationId: z.uuid() }),
  /** Test a connection, step by step. */
  probe: z.strictObject({ connectionTestId: z.uuid() }),
  /** Read a connection's schema into a new snapshot. */
  introspect: z.strictObject({ connectionId: z.uuid(), requestedBy: z.uuid() }),
} as const
export type JobName = keyof typeof jobSchemas
export type Job = { [N in JobName]: { readonly name: N; readonly data: z.infer<(typeof jobSchemas)[N]> } }[JobName]
