import { join } from 'node:path'
import { withClient } from '@/testbed/server'
import type { Contender } from './contender'
import { dumpRestore } from './contenders/dump-restore'
import { godwit } from './contenders/godwit'
import { pgcopydb } from './contenders/pgcopydb'
import { pgloader } from './contenders/pgloader'
import { psqlChunks, psqlHalves } from './contenders/psql'
import { largeRows } from './data/large-rows'
import { smallTables } from './data/small-tables'
import { wideDefinition, wideIndexes, wideRows } from './data/wide'
import { runCommand } from './run-command'
import type { Servers } from './servers'

/** Something to be carried, and those who carry it. */
export interface DataSet {
  readonly name: string
  readonly title: string
  /** Fills the empty database behind `url`, the same each time. */
  readonly fill: (url: string, scale: number, servers: Servers) => Promise<void>
  /** What the target has before anybody begins; nothing: an empty database. */
  readonly target?: string
  readonly contenders: readonly Contender[]
}

const wideCount = 1_000_000
const ours = [godwit({ validateData: true }), godwit({ validateData: false })]

export const dataSets: readonly DataSet[] = [
  {
    name: 'copy',
    title: 'One wide table of 1,000,000 rows into the same table with its key',
    fill: async (url, scale) => statements(url, wideDefinition, wideRows(Math.ceil(wideCount * scale))),
    target: wideDefinition,
    contenders: [...ours, psqlChunks('text'), psqlChunks('binary'), psqlHalves],
  },
  {
    name: 'whole',
    title: 'A whole database: the wide table with its indexes, and pgbench at scale 50 with foreign keys',
    fill: async (url, scale, { bin }) => {
      await statements(url, wideDefinition, wideRows(Math.ceil(wideCount * scale)), wideIndexes)
      const size = String(Math.max(1, Math.round(50 * scale)))
      await runCommand(join(bin, 'pgbench'), ['-i', '-q', '--foreign-keys', '-s', size, url])
    },
    contenders: [...ours, pgcopydb, dumpRestore(), dumpRestore(['-Z0']), pgloader],
  },
  {
    name: 'small',
    title: 'A whole database: 200 small tables with foreign keys',
    fill: async (url, scale) => statements(url, smallTables(Math.ceil(500 * scale))),
    contenders: [...ours, pgcopydb, dumpRestore()],
  },
  {
    name: 'large',
    title: 'Six rows of 10 to 100 MB, and a table of 1,600 columns',
    fill: async (url, scale) => statements(url, largeRows(scale)),
    contenders: [godwit({ validateData: true }), dumpRestore()],
  },
]

async function statements(url: string, ...list: readonly string[]): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("SET timezone = 'UTC'")
    for (const statement of list) await client.query(statement)
    await client.query('VACUUM (ANALYZE, FREEZE)')
  })
}
