import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contender, Outcome, Place } from './contender'
import { cpuOfEndedChildren, cpuOfTree } from './cpu'
import type { Sameness } from './same-result'

/** One contender's work, measured once. CPU in milliseconds, of user mode and kernel together. */
export interface Measurement {
  readonly wallMs: number
  readonly planMs: number | undefined
  readonly bytes: number | undefined
  /** Of both PostgreSQL servers. */
  readonly serversCpuMs: number
  /** Of the programs that carry the rows: Godwit's worker, or what the contender started. */
  readonly clientCpuMs: number
  /** Of all of Godwit: the worker, the web process and its own PostgreSQL. Of a peer: the same as `clientCpuMs`. */
  readonly wholeClientCpuMs: number
  readonly sameness: Sameness
}

/** Has a contender carry the data once, and proves the result. Throws where it fails. */
export async function measure(
  contender: Contender,
  { place, isSame }: { place: Omit<Place, 'folder'>; isSame: () => Promise<Sameness> },
): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-bench-'))
  try {
    const work = await contender.prepare({ ...place, folder })
    await place.servers.settle()
    const before = readCpu(place)
    const from = performance.now()
    const outcome: Outcome = await work()
    const aroundMs = performance.now() - from
    const after = readCpu(place)
    const used = (of: keyof typeof before) => after[of] - before[of]
    const client = used('programs')
    const isGodwit = outcome.planMs !== undefined
    return {
      wallMs: outcome.wallMs ?? aroundMs,
      planMs: outcome.planMs,
      bytes: outcome.bytes,
      serversCpuMs: used('servers'),
      clientCpuMs: isGodwit ? used('worker') : client,
      wholeClientCpuMs: isGodwit ? used('product') : client,
      sameness: await isSame(),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const readCpu = ({ servers, product }: Pick<Place, 'servers' | 'product'>) => ({
  servers: cpuOfTree(servers.source.pid) + cpuOfTree(servers.target.pid),
  worker: cpuOfTree(product.workerPid),
  product: cpuOfTree(product.pid),
  programs: cpuOfEndedChildren(),
})
