const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hour12: false })

type Unit = { seconds: number; name: string }
const units: readonly [Unit, Unit, Unit] = [
  { seconds: 1, name: 's' },
  { seconds: 60, name: 'min' },
  { seconds: 3600, name: 'h' },
]

/** A range of seconds as people say it: 40–55 s, 3–5 min, about 4 min, 2–3 h. */
export function formatRange({ low, high }: { low: number; high: number }): string {
  const unit = high < 90 ? units[0] : high < 5400 ? units[1] : units[2]
  const from = Math.max(unit.seconds === 1 ? 1 : 0, Math.floor(low / unit.seconds))
  const to = Math.max(1, Math.ceil(high / unit.seconds))
  if (from === 0) return `under ${to} ${unit.name}`
  return from === to ? `about ${to} ${unit.name}` : `${from}–${to} ${unit.name}`
}

/** When the middle of the range ends, on the reader's clock: 14:09. `at` is the moment at which the range was true. */
export function endOfRange({ low, high }: { low: number; high: number }, at: string): string {
  return clock.format(new Date(new Date(at).getTime() + ((low + high) / 2) * 1000))
}
