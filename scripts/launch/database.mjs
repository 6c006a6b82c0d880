import { fromEnv } from './child-env.mjs'
import { startServer } from './postgres/server.mjs'

/**
 * Godwit's own database: the one that DATABASE_URL names, or the embedded server of this instance, started.
 *
 * @returns {Promise<{ url: string, embedded: boolean, adminUrl?: string, cluster?: string, stop: () => Promise<void> }>}
 */
export async function openDatabase(instance, { env, signal, onDeath }) {
  const url = fromEnv('DATABASE_URL', env)
  if (url) return { url, embedded: false, stop: async () => undefined }
  return { embedded: true, ...(await startServer(instance, { onDeath, signal })) }
}
