import { join } from 'node:path'
import type { Contender } from '../contender'
import { runCommand } from '../run-command'

/** pg_dump into a folder, then pg_restore out of it, both with as many jobs as Godwit has lanes. */
export const dumpRestore = (options: readonly string[] = []): Contender => ({
  name: ['pg_dump | pg_restore', ...options].join(' '),
  does: `pg_dump -Fd -j LANES${options.map((option) => ` ${option}`).join('')}, then pg_restore -j LANES`,
  prepare: async ({ servers, sourceUrl, targetUrl, lanes, folder }) => {
    const dump = join(folder, 'dump')
    const jobs = String(lanes)
    return async () => {
      await runCommand(join(servers.bin, 'pg_dump'), ['-Fd', '-j', jobs, ...options, '-f', dump, sourceUrl])
      await runCommand(join(servers.bin, 'pg_restore'), ['-j', jobs, '-d', targetUrl, dump])
      return {}
    }
  },
})
