import { handleReadiness } from '@/server/health/readiness'
import { services } from '@/server/services'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> => handleReadiness(services())
