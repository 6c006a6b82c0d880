import { handleInvite, handleInviteState } from '@/server/http/access-handlers'
import { services } from '@/server/services'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => handleInviteState(request, services())
export const POST = (request: Request): Promise<Response> => handleInvite(request, services())
