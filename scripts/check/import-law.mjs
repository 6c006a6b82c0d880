import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../launch/paths.mjs'
import { filesBelow } from '../launch/stamp.mjs'
import { judgeCruise } from './judge-cruise.mjs'
import { runTool } from './run-tool.mjs'

const rooms = 'app bench chaos client components connectors db demo domain e2e scripts server testbed worker'.split(' ')
const config = join(root, '.dependency-cruiser.cjs')

/** The import law over the whole house. Answers the problems. */
export async function checkImportLaw({ signal }) {
  return cruise(root, rooms, { signal })
}

/** The gate must fail where nothing is cruised. */
export async function checkEmptyCruiseFails({ signal }) {
  const problems = await inPlayground('empty', {}, (dir) => cruise(dir, ['domain'], { signal }))
  return problems.some((problem) => problem.includes('nothing to cruise')) ? [] : ['an empty cruise passed']
}

/** The gate must fail where an arrow runs backwards, also one through the alias and one of a type alone. */
export async function checkPlantedViolationFails({ signal }) {
  const planted = {
    'domain/planted.ts': "import type { Planted } from '@/server/planted'\nexport type Copy = Planted\n",
    'server/planted.ts': "import { open } from '../connectors/planted'\nexport type Planted = typeof open\n",
    'connectors/planted.ts': 'export const open = 1\n',
  }
  const problems = await inPlayground('planted', planted, (dir) =>
    cruise(dir, ['domain', 'server', 'connectors'], { signal }),
  )
  const expected = ['domain-may-import: domain/planted.ts', 'the-web-never-opens-a-foreign-database: server/planted.ts']
  return expected
    .filter((start) => !problems.some((problem) => problem.startsWith(start)))
    .map((start) => `not found: ${start}`)
}

async function cruise(dir, wanted, { signal }) {
  const there = wanted.filter((name) => existsSync(join(dir, name)))
  const files = filesBelow(dir, there, (path) => /\.(tsx?|mjs)$/.test(path) && !path.endsWith('.d.ts'))
  if (there.length === 0) return judgeCruise({ modules: [], summary: { violations: [] } }, files)
  const args = ['depcruise', '--config', config, '--output-type', 'json', ...there]
  const { output } = await runTool(args, { cwd: dir, signal })
  if (!output.startsWith('{')) return [output.trim()]
  return judgeCruise(JSON.parse(output), files)
}

/** A small tree with the house's own settings, removed afterwards. */
async function inPlayground(name, files, use) {
  const dir = join(root, '.test', name)
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  cpSync(join(root, 'tsconfig.json'), join(dir, 'tsconfig.json'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
  try {
    return await use(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
