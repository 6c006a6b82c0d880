import { join } from 'node:path'
import { openLog } from './log-file.mjs'
import { readLogLine } from './log-line.mjs'

const repeatMs = 10_000

/**
 * Where a child's lines go: all into its log, to the terminal only what matters (or everything, if verbose), and the
 * same words not again and again: a database that is away makes every poller say so.
 */
export function createChildLog(name, { instance, say, verbose, now = Date.now }) {
  const log = openLog(join(instance.logs, `${name}.log`))
  const saidAt = new Map()
  const isNews = (text) => {
    for (const [said, at] of saidAt) if (now() - at > repeatMs) saidAt.delete(said)
    if (saidAt.has(text)) return false
    saidAt.set(text, now())
    return true
  }
  return {
    ...log,
    onLine(text, fromStderr) {
      log.write(text)
      const line = readLogLine(text, fromStderr)
      if (verbose || (line.matters && isNews(line.text))) say.line(`  ${say.faint(name.padEnd(6))} ${line.text}`)
    },
  }
}
