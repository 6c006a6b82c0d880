/** Methods that change nothing. */
const safe: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * May this request change something? With an Authorization header it proves itself. Everything else is taken only from pages of our own
 * origin: the one that Godwit is configured for, or the host that the request itself was sent to (browsers set both and let no page
 * forge them). A request that says nothing about where it comes from is refused.
 */
export function isFromOwnOrigin(request: Request, ownUrl: URL): boolean {
  const { headers, method } = request
  if (safe.includes(method) || headers.has('authorization')) return true
  const origin = headers.get('origin')
  if (origin === null) return headers.get('sec-fetch-site') === 'same-origin'
  if (!URL.canParse(origin)) return false
  const { origin: clean, host } = new URL(origin)
  return clean === ownUrl.origin || host === headers.get('host')
}
