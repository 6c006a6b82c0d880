import { type Tx, transaction } from '@/db/transaction'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import type { Asker, Identity } from '../auth/identity'
import type { Services } from '../services'
import { answerOnce } from './answer-once'

/** What a command works with. All it writes goes through `tx`; a refusal, or anything thrown, undoes it whole. */
export interface CommandScope {
  readonly tx: Tx
  readonly actor: Asker
  readonly identity: Identity
  readonly now: Date
  readonly services: Pick<Services, 'sealingKeys' | 'valueKey'>
}

/** One file in commands/: does it, or refuses. It may run twice (a deadlock is tried again), so it has no effect outside `tx`. */
export type Command<I, O> = (scope: CommandScope, input: I) => Promise<Result<O, Refusal>>

/** A call of a command, as it came in. */
export interface Call<I> {
  readonly actor: Asker
  readonly identity: Identity
  /** The procedure's path: an idempotency key is good for one. */
  readonly procedure: string
  readonly input: I
}

/** Rolls a transaction back and carries the reason out of it. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** Runs a command in one transaction. With an idempotency key it has one effect, however often it is called. */
export async function runCommand<I extends { idempotencyKey?: string | undefined }, O>(
  services: Services,
  call: Call<I>,
  work: Command<I, O>,
): Promise<Result<O, Refusal>> {
  const { actor, identity, procedure, input } = call
  try {
    const value = await transaction(services.db, async (tx) => {
      const now = services.now()
      const run = async () => {
        const result = await work({ tx, actor, identity, now, services }, input)
        if (!result.ok) throw new Refused(result.error)
        return result.value
      }
      if (input.idempotencyKey === undefined) return run()
      const answer = await answerOnce(
        tx,
        { actorId: actor.userId, procedure, key: input.idempotencyKey, input, now, secret: services.authSecret },
        run,
      )
      if (!answer.ok) throw new Refused(answer.error)
      return answer.value
    })
    return { ok: true, value }
  } catch (cause) {
    if (cause instanceof Refused) return { ok: false, error: cause.refusal }
    throw cause
  }
}
