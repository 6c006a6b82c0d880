import { startCluster } from './cluster'
import { clusterVariable } from './test-database'

/** vitest's globalSetup: one cluster for the whole run, known to the workers through their environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startCluster()
  process.env[clusterVariable] = cluster.superuserUrl
  return async () => {
    delete process.env[clusterVariable]
    await cluster.stop()
  }
}
