import { handleSetUp, handleSetUpState } from '@/server/http/access-handlers'
import { services } from '@/server/services'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => handleSetUpState(request, services())
export const POST = (request: Request): Promise<Response> => handleSetUp(request, services())
