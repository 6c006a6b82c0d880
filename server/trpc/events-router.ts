import { liveInputSchema } from '@/domain/contracts/live'
import { streamEvents } from '../live/stream'
import { t } from './init'
import { signedIn } from './procedures'

export const eventsRouter = t.router({
  /** The one stream of a tab or program: frames of domain/contracts/live.ts, each under the id from which to go on. */
  stream: signedIn.input(liveInputSchema).subscription(({ ctx, input, signal }) =>
    streamEvents({
      services: ctx.services,
      identity: ctx.identity,
      input,
      signal: signal ?? new AbortController().signal,
    }),
  ),
})
