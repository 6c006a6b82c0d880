import { getTRPCErrorShape, TRPCError, transformTRPCResponse } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc'
import type { Logger } from 'pino'
import { identify } from '../auth/identify'
import type { Services } from '../services'
import type { Context } from '../trpc/context'
import { appRouter } from '../trpc/root'
import { type RequestScope, respond } from './respond'

const endpoint = '/api/trpc'
/** Calls in one request, and bytes of its body. */
const maxBatchSize = 10
const maxBytes = 8 * 1024 * 1024

/**
 * Godwit's API over HTTP. Whoever is not signed in gets 401 here, before tRPC looks at path, method or body: for every procedure, for
 * what is none, and for the stream, which tRPC itself would open with a 200.
 */
export function handleTrpc(request: Request, services: Services): Promise<Response> {
  return respond(
    request,
    services,
    (scope) => answer(request, scope),
    (status, message, scope) => fail(status === 403 ? 'FORBIDDEN' : 'INTERNAL_SERVER_ERROR', message, scope),
  )
}

async function answer(request: Request, scope: RequestScope): Promise<Response> {
  const { services, via } = scope
  const identity = await identify(services, request)
  if (identity === null) return fail('UNAUTHORIZED', 'Sign in first.', scope)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes)
    return fail('PAYLOAD_TOO_LARGE', 'The request is too big.', scope)
  const signedInLogger = scope.logger.child({ userId: identity.userId })
  const context: Context = { services, identity, via, logger: signedInLogger }
  return fetchRequestHandler({
    endpoint,
    req: request,
    router: appRouter,
    createContext: () => context,
    maxBatchSize,
    onError: ({ error, path, type, input }) => {
      const { code } = error
      const logger = aboutMigration(signedInLogger, input)
      if (code === 'INTERNAL_SERVER_ERROR')
        logger.error({ err: error.cause ?? error, path, type }, 'a procedure failed')
      else logger.info({ code, path, type, reason: error.message }, 'refused')
    },
  })
}

/** The migration that a call was about goes into its lines. */
function aboutMigration(logger: Logger, input: unknown): Logger {
  const isAbout = typeof input === 'object' && input !== null && 'migrationId' in input
  return isAbout && typeof input.migrationId === 'string' ? logger.child({ migrationId: input.migrationId }) : logger
}

/** An error in the form in which tRPC's clients expect every error; httpStatus by tRPC's own table. */
function fail(code: TRPC_ERROR_CODE_KEY, message: string, { services, via, logger }: RequestScope): Response {
  const config = appRouter._def._config
  const ctx: Context = { services, identity: null, via, logger }
  const error = new TRPCError({ code, message })
  const shape = getTRPCErrorShape({ config, error, type: 'unknown', path: undefined, input: undefined, ctx })
  return Response.json(transformTRPCResponse(config, { error: shape }), {
    status: shape.data.httpStatus,
    headers: { 'cache-control': 'no-store' },
  })
}
