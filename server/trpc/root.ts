import { connectionRouter } from './connection-router'
import { eventsRouter } from './events-router'
import { t } from './init'
import { mappingRouter } from './mapping-router'
import { migrationRouter } from './migration-router'
import { projectRouter } from './project-router'
import { sessionRouter } from './session-router'
import { tokenRouter } from './token-router'

/** Every procedure of Godwit's API. What is not here does not exist. */
export const appRouter = t.router({
  session: sessionRouter,
  project: projectRouter,
  token: tokenRouter,
  connection: connectionRouter,
  mapping: mappingRouter,
  migration: migrationRouter,
  events: eventsRouter,
})

/** The API as a type: what clients import, and never its code. */
export type AppRouter = typeof appRouter
