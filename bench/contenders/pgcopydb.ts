import { join } from 'node:path'
import type { Contender } from '../contender'
import { runCommand } from '../run-command'

/** pgcopydb clone, with as many table jobs and index jobs as Godwit has lanes. */
export const pgcopydb: Contender = {
  name: 'pgcopydb',
  does: 'pgcopydb clone --table-jobs LANES --index-jobs LANES',
  needs: 'pgcopydb',
  prepare: async ({ servers, sourceUrl, targetUrl, lanes, folder }) => {
    const jobs = ['--table-jobs', String(lanes), '--index-jobs', String(lanes)]
    const ends = ['--source', sourceUrl, '--target', targetUrl, '--dir', join(folder, 'pgcopydb')]
    return async () => {
      await runCommand('pgcopydb', ['clone', ...jobs, ...ends], {
        PATH: `${servers.bin}:${process.env.PATH}`,
        XDG_DATA_HOME: folder,
        TMPDIR: folder,
      })
      return {}
    }
  },
}
