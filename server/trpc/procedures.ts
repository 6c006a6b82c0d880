import { TRPCError, type TRPCMutationProcedure, type TRPCQueryProcedure } from '@trpc/server'
import type { z } from 'zod'
import type { Refusal } from '@/domain/refusal'
import type { Result } from '@/domain/result'
import { asActor } from '../auth/identity'
import { type Command, runCommand } from '../commands/run-command'
import type { Ask } from '../queries/ask'
import { refused } from './errors'
import { t } from './init'

/**
 * Where every procedure begins. Sign-in is the first middleware, so that it is checked before any input is parsed: a stranger gets
 * UNAUTHORIZED for whatever is sent. There is no public procedure.
 */
export const signedIn = t.procedure.use(({ ctx, next }) => {
  const { identity } = ctx
  if (identity === null) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' })
  return next({ ctx: { ...ctx, identity, actor: asActor(identity, ctx.via) } })
})

/** Answers a question: one file in queries/, which never writes. */
export type Query<I, O> = (ask: Ask, input: I) => Promise<Result<O, Refusal>>

/** tRPC cannot infer a procedure's types from schemas that are type parameters; these two say what it infers from plain ones. */
type QueryOf<I extends z.ZodType, O extends z.ZodType> = TRPCQueryProcedure<Def<I, O>>
type MutationOf<I extends z.ZodType, O extends z.ZodType> = TRPCMutationProcedure<Def<I, O>>
type Def<I extends z.ZodType, O extends z.ZodType> = { input: z.input<I>; output: z.output<O>; meta: object }

/** A query procedure: schema in, schema out, a refusal as a typed error. */
export function query<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  answer: Query<z.output<I>, z.input<O>>,
): QueryOf<I, O> {
  const procedure = signedIn
    .input(input as z.ZodType)
    .output(output as z.ZodType)
    .query(async ({ ctx, input: given }) => {
      const { services, actor, identity } = ctx
      const ask = { db: services.db, now: services.now(), userId: actor.userId, identity }
      const result = await answer(ask, given as z.output<I>)
      if (!result.ok) throw refused(result.error)
      return result.value
    })
  return procedure as unknown as QueryOf<I, O>
}

/** What every command's input may carry. */
type CommandInput = { idempotencyKey?: string | undefined }

/** A command procedure: one transaction, one effect for each idempotency key, a refusal rolls back whole. */
export function command<I extends z.ZodType<CommandInput>, O extends z.ZodType>(
  input: I,
  output: O,
  work: Command<z.output<I>, z.input<O>>,
): MutationOf<I, O> {
  const procedure = signedIn
    .input(input as z.ZodType)
    .output(output as z.ZodType)
    .mutation(async ({ ctx, input: given, path }) => {
      const { services, actor, identity } = ctx
      const result = await runCommand(services, { actor, identity, procedure: path, input: given as z.output<I> }, work)
      if (!result.ok) throw refused(result.error)
      return result.value
    })
  return procedure as unknown as MutationOf<I, O>
}
