import type { JWK } from 'jose'
import type { Logger } from 'pino'
import { type Database, type Db, openDatabase } from '@/db/client'
import { valueKeyOf } from './auth/value-key'
import { readWebEnvironment } from './environment'
import { Hub } from './live/hub'
import { createLogger } from './logger'

/** What the web process's back half works with. Tests make their own; the process has one (`services`). */
export interface Services {
  readonly db: Db
  readonly hub: Hub
  readonly logger: Logger
  readonly authSecret: string
  /** Where people reach Godwit. */
  readonly url: URL
  readonly sealingKeys: readonly JWK[]
  /** Opens values of rows in quarantine, for whoever may see them. */
  readonly valueKey: JWK
  readonly now: () => Date
  /** Aborts when the process is told to stop: every open stream joins it. */
  readonly shutdown: AbortController
}

interface Held extends Services {
  readonly database: Database
}

/** Next bundles modules more than once (pages, routes, instrumentation): the process's one set is found through globalThis. */
const registry = globalThis as { godwitServices?: Held }

/** The process's services, made on first use. Throws where the environment is not fit; booting has said why by then. */
export function services(): Services {
  if (registry.godwitServices !== undefined) return registry.godwitServices
  const environment = readWebEnvironment(process.env)
  if (!environment.ok) throw new Error(`The environment is not fit: ${environment.error.join('; ')}`)
  const { databaseUrl, authSecret, url, sealingKeys, logLevel } = environment.value
  const logger = createLogger(logLevel)
  const database = openDatabase({ url: databaseUrl, applicationName: 'godwit web' })
  const now = () => new Date()
  registry.godwitServices = {
    database,
    db: database.db,
    hub: new Hub({ db: database.db, listenUrl: databaseUrl, logger }),
    logger,
    authSecret,
    url,
    sealingKeys,
    valueKey: valueKeyOf(authSecret).privateKey,
    now,
    shutdown: new AbortController(),
  }
  return registry.godwitServices
}
