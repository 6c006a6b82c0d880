const seconds = (ms) =>
  ms < 950
    ? ''
    : ms < 59_500
      ? `${Math.round(ms / 1000)} s`
      : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`

/**
 * What the launcher says on the terminal: one line a step, its duration once it is worth knowing. On a terminal a
 * running step shows itself and is replaced by its outcome; elsewhere only long steps announce themselves.
 */
export function createSay({ out = process.stdout, env = process.env, now = Date.now } = {}) {
  const paints = out.isTTY === true && !env.NO_COLOR
  const paint = (code, text) => (paints && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text)
  // A terminal that was closed under us is not a reason to die before everything is stopped.
  out.on('error', (error) => {
    if (error.code !== 'EIO' && error.code !== 'EPIPE') throw error
  })
  let running
  const clear = () => {
    if (running !== undefined && out.isTTY) out.write('\r\x1b[2K')
  }
  const show = () => {
    if (running !== undefined && out.isTTY) out.write(`  ${paint('2', '·')} ${running} …`)
  }
  const line = (text) => {
    clear()
    out.write(`${text}\n`)
    show()
  }
  const begin = (title) => {
    if (!out.isTTY) out.write(`  · ${title} …\n`)
    running = title
    show()
    return now()
  }
  const end = (mark, started) => {
    clear()
    const title = running
    running = undefined
    line(`  ${mark} ${title}  ${paint('2', seconds(now() - started))}`.trimEnd())
  }
  return {
    line,
    blank: () => line(''),
    bold: (text) => paint('1', text),
    faint: (text) => paint('2', text),
    done: (text) => line(`  ${paint('32', '✓')} ${text}`),
    warn: (text) => line(`  ${paint('33', '!')} ${text}`),
    fail: (text) => line(`  ${paint('31', '✕')} ${text}`),
    /** Runs a step, synchronous or not; answers what it answers. `isGood` says whether an answer is a success. */
    during(title, step, isGood = () => true) {
      const started = begin(title)
      const good = (value) => {
        end(isGood(value) ? paint('32', '✓') : paint('31', '✕'), started)
        return value
      }
      const bad = (error) => {
        end(paint('31', '✕'), started)
        throw error
      }
      try {
        const value = step()
        return typeof value?.then === 'function' ? value.then(good, bad) : good(value)
      } catch (error) {
        return bad(error)
      }
    },
  }
}
