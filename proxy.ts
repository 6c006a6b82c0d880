import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { requestIdOf } from './server/http/request-id'

/**
 * Before every page and route: a request id, which answers and logs bear, and a policy that lets a page run our scripts only. Styles may be
 * inline, as the UI library sets them on elements; nothing may be loaded from anywhere else, and nobody may frame us.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64')
  const policy = policyWith(nonce)
  const requestId = requestIdOf(request.headers)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-request-id', requestId)
  headers.set('content-security-policy', policy)
  // A layout does not know the address; whoever has to sign in first comes back to it.
  headers.set('x-path', `${request.nextUrl.pathname}${request.nextUrl.search}`)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  for (const [name, value] of fixed) response.headers.set(name, value)
  return response
}

const isDevelopment = process.env.NODE_ENV === 'development'
const isTls = (process.env.NEXTAUTH_URL ?? process.env.AUTH_URL ?? '').startsWith('https:')

function policyWith(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const fixed: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
  ...(isTls ? ([['strict-transport-security', 'max-age=31536000; includeSubDomains']] as const) : []),
]
