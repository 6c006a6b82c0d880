/** Where a request came from, for the audit. */
export interface Via {
  readonly channel: 'ui' | 'api' | 'cli' | 'worker'
  readonly ip: string | null
  readonly requestId: string | null
}

/**
 * Who acts. It travels in every decision, so that a worker's own transitions are audited by the same path
 * as a person's. `token` acts with the rights of the user (a person or a service) that it belongs to.
 */
export type Actor =
  | {
      readonly kind: 'user'
      readonly userId: string
      readonly name: string
      readonly isAdmin: boolean
      readonly via: Via
    }
  | {
      readonly kind: 'token'
      readonly userId: string
      readonly tokenId: string
      readonly name: string
      readonly isAdmin: boolean
      readonly via: Via
    }
  | { readonly kind: 'system'; readonly workerId: string; readonly via: Via }

/** The name under which an actor is shown in a timeline. */
export function actorName(actor: Actor): string {
  return actor.kind === 'system' ? 'Godwit' : actor.name
}
