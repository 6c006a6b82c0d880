const names = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
])

/**
 * One line that a child wrote, as a person reads it: pino's JSON becomes level and message, other text stays itself.
 * `matters` is true for warnings and worse, and for plain text on stderr (a stack, a warning of Node's).
 */
export function readLogLine(text, fromStderr) {
  const record = text.startsWith('{') ? parse(text) : undefined
  if (record?.level === undefined) return { matters: fromStderr && text.trim() !== '', text }
  const level =
    typeof record.level === 'number' ? record.level : ([...names].find(([, name]) => name === record.level)?.[0] ?? 30)
  const cause = record.err?.message ?? record.error?.message
  const message = [record.msg, cause !== record.msg && cause].filter(Boolean).join(': ')
  return { matters: level >= 40, text: `${names.get(level) ?? level} ${message}` }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
