import type { Logger } from 'pino'
import type { Via } from '@/domain/access/actor'
import type { Identity } from '../auth/identity'
import type { Services } from '../services'

/** What every procedure has at hand. `identity` is null for a stranger, whom the first middleware turns away. */
export interface Context {
  readonly services: Services
  readonly identity: Identity | null
  readonly via: Via
  /** Carries the request's id. */
  readonly logger: Logger
}
