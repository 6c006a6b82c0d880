import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import type { Context } from './context'
import { explain } from './errors'

/** A stream without any frame for this long is dead to its client, which connects again. Frames come at least each 2 s. */
const reconnectAfterInactivityMs = 8_000

/** The one tRPC instance. */
export const t = initTRPC.context<Context>().create({
  transformer: superjson,
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const { message, detail } = explain(error, ctx?.via.requestId ?? null)
    const { code, httpStatus, path } = shape.data
    return { ...shape, message, data: { code, httpStatus, path: path ?? null, ...detail } }
  },
  sse: { client: { reconnectAfterInactivityMs } },
})
