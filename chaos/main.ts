import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { openArena } from './arena'
import { runSeed, type SeedResult } from './run-seed'
import { summaryOf } from './summary'

const root = join(import.meta.dirname, '..')
const usage = `npm run chaos -- [--seeds N] [--from N] [--log FILE]

  --seeds N   how many seeds to play (10)
  --from N    the first of them (1); a seed always makes the same choices
  --log FILE  where each seed's line of JSON is appended (.test/chaos.log)
`

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    from: { type: 'string', default: '1' },
    log: { type: 'string', default: join(root, '.test', 'chaos.log') },
    help: { type: 'boolean', default: false },
  },
})
const [seeds, from] = [Number(values.seeds), Number(values.from)]
const isWrong = ![seeds, from].every((n) => Number.isInteger(n) && n > 0)
if (values.help || isWrong) {
  process.stdout.write(usage)
  process.exit(isWrong ? 2 : 0)
}

await mkdir(dirname(values.log), { recursive: true })
const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort())
const results: SeedResult[] = []
let broken = 0
const arena = await openArena()
try {
  for (let seed = from; seed < from + seeds && !stop.signal.aborted; seed++) {
    const result = await runSeed(arena, seed)
    results.push(result)
    await appendFile(values.log, `${JSON.stringify(result)}\n`)
    const lines = arena.workers.takeLines()
    console.log(inWords(result))
    if (result.violations.length === 0) continue
    broken += 1
    const file = `${values.log}.seed-${seed}.workers`
    await writeFile(file, `${lines.join('\n')}\n`)
    for (const violation of result.violations.slice(0, 10)) console.log(`    ${violation}`)
    console.log(`    replay: npm run chaos -- --from ${seed} --seeds 1    (what the workers said: ${file})`)
  }
} finally {
  const left = await arena.close()
  for (const what of left) console.log(`at the end: ${what}`)
  broken += left.length
}
console.log(`\n${summaryOf(results)}`)
console.log(`\n${results.filter(({ notCounted }) => notCounted === null).length} seeds counted, ${broken} broken`)
process.exit(broken === 0 ? 0 : 1)

function inWords({ seed, strikes, notCounted, pressed, violations, ms }: SeedResult): string {
  const blows = strikes.map(({ kind }) => kind).join(', ')
  const outcome = violations.length > 0 ? 'BROKEN' : pressed.length > 0 ? 'completed by hand' : 'completed'
  const buttons = pressed.map(({ button, reason }) => `${button}${reason === '' ? '' : ` (${reason})`}`).join(', ')
  return `seed ${seed}  ${(ms / 1_000).toFixed(1)} s  ${blows}: ${outcome}${buttons === '' ? '' : ` [${buttons}]`}${notCounted === null ? '' : `  not counted: ${notCounted}`}`
}
