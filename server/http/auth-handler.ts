import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '../auth/auth-options'
import { SignInLimits } from '../auth/sign-in-limits'
import type { Services } from '../services'
import { type RequestScope, respond } from './respond'

/** What Next hands to the catch-all route of next-auth. */
export interface AuthRoute {
  readonly params: Promise<{ readonly nextauth: string[] }>
}

const registry = globalThis as { godwitSignInLimits?: SignInLimits }

/** next-auth's routes, with sign-ins counted before a password is looked at. */
export function handleAuth(request: NextRequest, route: AuthRoute, services: Services): Promise<Response> {
  return respond(request, services, async (scope) => {
    registry.godwitSignInLimits ??= new SignInLimits(services.db)
    const limits = registry.godwitSignInLimits
    const { nextauth } = await route.params
    if (request.method === 'POST' && nextauth.join('/') === 'callback/credentials') {
      const waitSeconds = await limits.count({ email: await emailOf(request), ip: scope.via.ip })
      if (waitSeconds > 0) return tooMany(waitSeconds, scope)
    }
    return NextAuth(request, route, authOptions(scope, limits))
  })
}

async function emailOf(request: Request): Promise<string> {
  const form = new URLSearchParams(await request.clone().text())
  return (form.get('email') ?? '').trim().toLowerCase()
}

/** next-auth's client reads the error out of a URL; everybody else reads the header. */
function tooMany(waitSeconds: number, { services, logger }: RequestScope): Response {
  logger.warn({ waitSeconds }, 'too many sign-ins')
  const url = new URL('/sign-in', services.url)
  url.searchParams.set('error', `rate-limited:${waitSeconds}`)
  return Response.json({ url: url.href }, { status: 429, headers: { 'retry-after': String(waitSeconds) } })
}
