import { join } from 'node:path'
import { buildBundles, staleBundles } from './build-bundles.mjs'
import { buildWeb, isWebStale } from './build-web.mjs'
import { claim } from './claim.mjs'
import { root } from './paths.mjs'

/**
 * Builds what is stale of the named bundles (all if none are named) and, unless `web: false`, the web application.
 * Two launchers at once build once: the second waits and finds everything fresh.
 */
export async function ensureBuilt(say, { bundles, web = true, signal } = {}) {
  const isFresh = () => staleBundles(bundles).length === 0 && !(web && isWebStale())
  if (isFresh()) return
  const release = await claim(join(root, '.godwit', 'building'))
  try {
    const stale = staleBundles(bundles)
    if (stale.length > 0) await say.during(`Bundling ${stale.join(', ')}`, () => buildBundles(stale))
    if (web && isWebStale()) await say.during('Building the web application', () => buildWeb({ signal }))
  } finally {
    release()
  }
}
