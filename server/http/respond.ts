import type { Logger } from 'pino'
import type { Via } from '@/domain/access/actor'
import type { Services } from '../services'
import { requestIdOf } from './request-id'
import { isFromOwnOrigin } from './same-origin'

/** What a route handler works with. */
export interface RequestScope {
  readonly services: Services
  readonly via: Via
  /** Every line of it carries the request's id. */
  readonly logger: Logger
}

/** How a route says no in its own manner; `status` is 403 or 500. */
type SayNo = (status: 403 | 500, message: string, scope: RequestScope) => Response

/**
 * Runs a route handler: gives it a logger with the request's id, turns away what comes from another origin, answers an unknown error with
 * a reference and logs its cause. The path is logged without its query, which may hold a token.
 */
export async function respond(
  request: Request,
  services: Services,
  work: (scope: RequestScope) => Promise<Response>,
  sayNo: SayNo = plainNo,
): Promise<Response> {
  const began = performance.now()
  const via = viaOf(request)
  const logger = services.logger.child({ requestId: via.requestId })
  const scope = { services, via, logger }
  const response = await (isFromOwnOrigin(request, services.url)
    ? work(scope).catch((cause: unknown) => {
        logger.error({ err: cause }, 'a request failed')
        return sayNo(500, `Something went wrong on the server. Reference: ${via.requestId}.`, scope)
      })
    : Promise.resolve(sayNo(403, 'This request comes from another origin.', scope)))
  const { pathname: path } = new URL(request.url)
  const ms = Math.round(performance.now() - began)
  logger.info({ method: request.method, path, status: response.status, ms }, 'answered')
  return response
}

function plainNo(status: 403 | 500, message: string): Response {
  return Response.json({ code: status === 403 ? 'forbidden' : 'broken', message }, { status })
}

/** Where a request came from, for the audit. The address is what the nearest proxy saw. */
function viaOf({ headers }: Request): Via & { readonly requestId: string } {
  const ip = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 64) ?? null
  const isProgram = headers.has('authorization')
  const channel = isProgram ? (headers.get('x-godwit-channel') === 'cli' ? 'cli' : 'api') : 'ui'
  return { channel, ip, requestId: requestIdOf(headers) }
}
