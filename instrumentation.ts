/** Called by Next once, before the server takes requests. What runs only on Node is behind the condition, out of any other bundle. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return
  const { boot } = await import('./server/boot')
  boot()
}
