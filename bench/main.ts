import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { peakRssOf } from './cpu'
import { type DataSet, dataSets } from './data-sets'
import { machine } from './machine'
import { type Options, readOptions } from './options'
import { reachTable, setTable } from './print'
import { startProduct } from './product'
import { ensurePrograms } from './programs'
import { isReached, reaches } from './reaches'
import { type Bench, type Results, runRounds } from './rounds'
import { startServers } from './servers'

/** Measures, prints, and answers the exit code: 0 where every number was reached that belongs to the data sets that ran. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  const sets = dataSets.filter(({ name }) => options.only.length === 0 || options.only.includes(name))
  if (sets.length === 0) throw new Error(`There are the data sets ${dataSets.map(({ name }) => name).join(', ')}.`)
  const say = (line: string) => console.error(line)
  const facts = machine()
  const missing = await ensurePrograms(say)
  const servers = await startServers()
  try {
    const product = await startProduct()
    try {
      return await measureAll({ servers, product, options, missing, say }, { sets, facts })
    } finally {
      await product.stop()
    }
  } finally {
    await servers.stop()
  }
}

async function measureAll(bench: Bench, { sets, facts }: { sets: readonly DataSet[]; facts: readonly string[] }) {
  const all = new Map<string, Results[]>()
  for (const set of sets) {
    all.set(set.name, await runRounds(bench, set))
    console.log(`\n${setTable(set, all.get(set.name) ?? [])}`)
  }
  const numbers = reaches(all, peakRssOf(bench.product.workerPid))
  console.log(`\n${reachTable(numbers)}`)
  if (bench.options.keep) await keep(bench.options, { sets, all, facts, numbers: reachTable(numbers) })
  return numbers.every((number) => !all.has(number.set) || isReached(number)) ? 0 : 1
}

interface Kept {
  readonly sets: readonly DataSet[]
  readonly all: ReadonlyMap<string, readonly Results[]>
  readonly facts: readonly string[]
  readonly numbers: string
}

async function keep({ rounds, lanes, scale }: Options, { sets, all, facts, numbers }: Kept): Promise<void> {
  const how = `Medians of ${rounds} interleaved rounds after a warm-up (quartiles in brackets), ${lanes} lanes, streams or jobs each${scale === 1 ? '' : `, at ${scale} of the rows: NOT THE REAL SIZE`}; every figure rounded up.`
  const lines = [
    '# Results of `npm run bench`',
    '',
    `${new Date().toISOString().slice(0, 10)}, on:`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    '',
    how,
    '',
    numbers,
    '',
    ...sets.flatMap((set) => [setTable(set, all.get(set.name) ?? []), '']),
  ]
  await writeFile(join(import.meta.dirname, 'RESULTS.md'), lines.join('\n'))
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  return 1
})
