import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contender } from '../contender'
import { runCommand } from '../run-command'

/** pgloader from one PostgreSQL into the other, with as many workers as Godwit has lanes. It gives some things other names and types. */
export const pgloader: Contender = {
  name: 'pgloader',
  does: 'LOAD DATABASE … WITH workers = LANES, concurrency = 1',
  needs: 'pgloader',
  rowsOnly: true,
  prepare: async ({ sourceUrl, targetUrl, lanes, folder }) => {
    const orders = join(folder, 'pgloader.load')
    await writeFile(
      orders,
      `LOAD DATABASE FROM ${sourceUrl} INTO ${targetUrl} WITH workers = ${lanes}, concurrency = 1;\n`,
    )
    return async () => {
      await runCommand('pgloader', ['--root-dir', join(folder, 'pgloader'), orders])
      return {}
    }
  },
}
