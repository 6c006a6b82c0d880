export const dynamic = 'force-dynamic'

/** The process answers: that is all it says. */
export function GET(): Response {
  return Response.json({ status: 'alive' }, { headers: { 'cache-control': 'no-store' } })
}
