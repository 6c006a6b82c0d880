import { z } from 'zod'
import { idSchema, momentSchema } from './common'
import { connectionDtoSchema } from './connection'
import { migrationDtoSchema, migrationEventDtoSchema, migrationProgressDtoSchema } from './migration'

/** What a tab listens to. Rights are checked when it subscribes and again while it is open. */
export const topicSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('migration'), id: idSchema }),
  z.strictObject({ kind: z.literal('project'), id: idSchema }),
])
export type Topic = z.infer<typeof topicSchema>

/** One subscription a tab: all its topics, resumed after `lastEventId`. */
export const liveInputSchema = z.strictObject({
  topics: z.array(topicSchema).max(20),
  lastEventId: z.string().max(4_000).nullish(),
})

/**
 * One frame of the stream. The first frame of each topic is the whole state (a resumed one: what came since), later ones replace it;
 * at most 2 a second for each migration. `gone`: the right to see the topic has ended. `alive` comes each 2 s.
 */
export const liveFrameSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('migration'),
    migration: migrationDtoSchema,
    progress: migrationProgressDtoSchema,
    events: z.array(migrationEventDtoSchema).describe('New since the last frame, oldest first.'),
  }),
  z.strictObject({
    kind: z.literal('project'),
    projectId: idSchema,
    migrations: z.array(migrationDtoSchema).describe('Those that changed.'),
    connections: z.array(connectionDtoSchema).describe('Those that changed.'),
  }),
  z.strictObject({ kind: z.literal('gone'), topic: topicSchema }),
  z.strictObject({ kind: z.literal('alive'), at: momentSchema }),
])
export type LiveFrame = z.infer<typeof liveFrameSchema>
