import { join } from 'node:path'
import { openLog } from './log-file.mjs'
import { readLogLine } from './log-line.mjs'

/** Where a child's lines go: all into its log, to the terminal only what matters (or everything, if verbose). */
export function createChildLog(name, { instance, say, verbose }) {
  const log = openLog(join(instance.logs, `${name}.log`))
  return {
    ...log,
    onLine(text, fromStderr) {
      log.write(text)
      const line = readLogLine(text, fromStderr)
      if (verbose || line.matters) say.line(`  ${say.faint(name.padEnd(6))} ${line.text}`)
    },
  }
}
