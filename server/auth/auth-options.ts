import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { applyChange } from '@/db/apply-change'
import { raiseSessionVersion, readCredentials } from '@/db/statements/identities'
import { transaction } from '@/db/transaction'
import { emailSchema } from '@/domain/contracts/session'
import type { RequestScope } from '../http/respond'
import { sessionClaimsSchema, usesSecureCookies } from './identify'
import { asActor } from './identity'
import { isPassword } from './passwords'
import type { SignInLimits } from './sign-in-limits'

const sessionSeconds = 14 * 86_400
const longestPassword = 200

/**
 * next-auth, for one request: e-mail and password, sessions as encrypted cookies that say only who and which session version. Whether
 * that still holds is read from the database with every request (identify.ts). Signing out ends all sessions of the user.
 */
export function authOptions(scope: RequestScope, limits: SignInLimits): NextAuthOptions {
  const { services, logger } = scope
  return {
    secret: services.authSecret,
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    useSecureCookies: usesSecureCookies(services.url),
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [
      CredentialsProvider({
        name: 'password',
        credentials: { email: {}, password: {} },
        authorize: async (credentials) => {
          const user = await signIn(scope, credentials?.email ?? '', credentials?.password ?? '')
          if (user !== null) await limits.clear(user.email ?? '')
          return user && { id: user.userId, sessionVersion: user.sessionVersion }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user && 'sessionVersion' in user ? { sub: user.id, sessionVersion: user.sessionVersion } : token,
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: ({ token }) => signOut(scope, token) },
    logger: {
      error: (code, metadata) =>
        logger.error({ code, err: 'error' in metadata ? metadata.error : metadata }, 'sign-in failed'),
      warn: (code) => logger.warn({ code }, 'sign-in warning'),
      debug: (code) => logger.debug({ code }, 'sign-in'),
    },
  }
}

async function signIn(scope: RequestScope, givenEmail: string, password: string) {
  const { services, via, logger } = scope
  const email = emailSchema.safeParse(givenEmail)
  const user = email.success ? await readCredentials(services.db, email.data) : null
  const isRight = await isPassword(user?.passwordHash ?? null, password.slice(0, longestPassword))
  if (user === null || !isRight) {
    logger.info({ userId: user?.userId ?? null }, 'a sign-in was refused')
    return null
  }
  const actor = asActor({ ...user, proof: { kind: 'session', sessionVersion: user.sessionVersion } }, via)
  await transaction(services.db, (tx) => {
    const change = {
      action: 'session.signIn',
      subject: `user:${user.userId}`,
      projectId: null,
      before: null,
      after: null,
    }
    return applyChange(tx, { actor, ...change }, services.now())
  })
  return user
}

async function signOut({ services }: RequestScope, token: unknown): Promise<void> {
  const claims = sessionClaimsSchema.safeParse(token)
  if (claims.success) await raiseSessionVersion(services.db, claims.data.sub, claims.data.sessionVersion)
}
