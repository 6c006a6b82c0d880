import type { Actor, Via } from '@/domain/access/actor'

/** Who a request comes from, as the database says at this moment. */
export interface Identity {
  readonly userId: string
  readonly name: string
  readonly email: string | null
  readonly kind: 'person' | 'service'
  readonly isAdmin: boolean
  /** By what it is proved; an open stream proves it again and again. */
  readonly proof:
    | { readonly kind: 'session'; readonly sessionVersion: number }
    | { readonly kind: 'token'; readonly tokenId: string }
}

/** Someone who asks something: a person or a service, never the system itself. */
export type Asker = Exclude<Actor, { kind: 'system' }>

/** The actor that travels into decisions and the audit. */
export function asActor(identity: Identity, via: Via): Asker {
  const { userId, name, isAdmin, proof } = identity
  return proof.kind === 'token'
    ? { kind: 'token', userId, tokenId: proof.tokenId, name, isAdmin, via }
    : { kind: 'user', userId, name, isAdmin, via }
}
