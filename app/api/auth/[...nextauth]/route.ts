import type { NextRequest } from 'next/server'
import { type AuthRoute, handleAuth } from '@/server/http/auth-handler'
import { services } from '@/server/services'

export const dynamic = 'force-dynamic'

const handle = (request: NextRequest, route: AuthRoute): Promise<Response> => handleAuth(request, route, services())

export { handle as GET, handle as POST }
