import { handleTrpc } from '@/server/http/trpc-handler'
import { services } from '@/server/services'

export const dynamic = 'force-dynamic'

const handle = (request: Request): Promise<Response> => handleTrpc(request, services())

export { handle as GET, handle as POST }
