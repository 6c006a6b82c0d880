import { acceptInviteInputSchema, setupInputSchema } from '@/domain/contracts/session'
import { acceptInvite, getInviteState } from '../commands/access/accept-invite'
import { getSetUpState, setUp } from '../commands/access/set-up'
import type { Services } from '../services'
import { answerForm, json } from './answer-form'
import { respond } from './respond'

/** The two forms that work before sign-in; each needs a token that somebody was given. */

/** GET /api/setup?token=…: may it be set up? */
export function handleSetUpState(request: Request, services: Services): Promise<Response> {
  return respond(request, services, async () => json({ state: await getSetUpState(services, tokenOf(request)) }))
}

/** POST /api/setup: makes the first administrator. */
export function handleSetUp(request: Request, services: Services): Promise<Response> {
  return respond(request, services, ({ via }) =>
    answerForm(request, setupInputSchema, (input) => setUp(services, input, via)),
  )
}

/** GET /api/invite?token=…: what does the invitation offer? */
export function handleInviteState(request: Request, services: Services): Promise<Response> {
  return respond(request, services, async () => json(await getInviteState(services, tokenOf(request) ?? '')))
}

/** POST /api/invite: accepts it. */
export function handleInvite(request: Request, services: Services): Promise<Response> {
  return respond(request, services, ({ via }) =>
    answerForm(request, acceptInviteInputSchema, (input) => acceptInvite(services, input, via)),
  )
}

function tokenOf(request: Request): string | null {
  return new URL(request.url).searchParams.get('token')
}
