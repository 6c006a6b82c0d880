import { withClient } from '@/testbed/server'
import type { Contender, KeyRange } from './contender'
import type { DataSet } from './data-sets'
import { type Measurement, measure } from './measure'
import type { Options } from './options'
import type { Product } from './product'
import { comparison, type Sameness } from './same-result'
import type { Servers } from './servers'

/** How a contender did in all rounds of a data set. */
export interface Results {
  readonly contender: Contender
  readonly measured: readonly Measurement[]
  /** Why there is nothing to show: its program is missing, or it failed, or its result was not the same. */
  readonly failure: string | null
}

export interface Bench {
  readonly servers: Servers
  readonly product: Product
  readonly options: Options
  readonly missing: ReadonlySet<string>
  readonly say: (line: string) => void
}

/**
 * Fills a data set and has its contenders carry it, one after the other in each round, so that what the machine does besides hits all
 * alike. The first round warms up and is not counted. A contender that fails drops out; the others go on.
 */
export async function runRounds(bench: Bench, set: DataSet): Promise<Results[]> {
  const { servers, product, options, say } = bench
  const { lanes, rounds, scale } = options
  const from = performance.now()
  const sourceUrl = await servers.source.cluster.createDatabase(set.name)
  await set.fill(sourceUrl, scale, servers)
  const holdAgainst = await comparison(sourceUrl)
  say(`${set.title}: filled and read in ${seconds(performance.now() - from)}`)

  const takesPart = ({ name }: Contender) => options.who.length === 0 || options.who.some((who) => name.startsWith(who))
  const all = set.contenders.filter(takesPart).map((contender) => ({
    contender,
    measured: [] as Measurement[],
    failure: bench.missing.has(contender.needs ?? '') ? 'MISSING' : null,
  }))
  const chunks: KeyRange[] = []
  for (let round = 0; round <= rounds; round++) {
    for (const results of all.filter(({ failure }) => failure === null)) {
      const { contender } = results
      const targetUrl = await freshTarget(servers, set)
      const place = { servers, product, lanes, sourceUrl, targetUrl, chunks }
      const isSame = () => holdAgainst(targetUrl)
      try {
        const measurement = await measure(contender, { place, isSame })
        say(`  ${round === 0 ? 'warm-up' : `round ${round}`}  ${contender.name}  ${seconds(measurement.wallMs)}`)
        results.failure = whyWrong(contender, measurement.sameness)
        if (round > 0) results.measured.push(measurement)
      } catch (error) {
        results.failure = `FAILED: ${error instanceof Error ? error.message : error}`
      }
      if (results.failure !== null) say(`  ${contender.name}: ${results.failure}`)
    }
  }
  await servers.target.cluster.dropDatabase(set.name)
  await servers.source.cluster.dropDatabase(set.name)
  return all
}

async function freshTarget({ target }: Servers, { name, target: sql }: DataSet): Promise<string> {
  await target.cluster.dropDatabase(name)
  const url = await target.cluster.createDatabase(name)
  if (sql !== undefined) await withClient(url, (client) => client.query(sql))
  return url
}

function whyWrong({ rowsOnly = false }: Contender, { rows, definitions }: Sameness): string | null {
  if (!rows) return 'FAILED: its rows are not those of the source'
  return definitions > 0 && !rowsOnly ? `FAILED: ${definitions} definitions are not those of the source` : null
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`
