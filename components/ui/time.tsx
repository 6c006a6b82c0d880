'use client'

import { useSyncExternalStore } from 'react'

const absolute = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  ...(typeof window === 'undefined' ? { timeZone: 'UTC' } : {}),
})
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
/** “14:05:12” in the reader's zone: for words that are made in the browser alone. */
export const clockTime = (at: string): string => clock.format(new Date(at))

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

function ago(at: number, now: number): string {
  const [unit, size] = steps.find(([, ms]) => Math.abs(now - at) >= ms) ?? []
  if (unit === undefined || size === undefined) return 'just now'
  return relative.format(Math.round((at - now) / size), unit)
}

/** One tick for all times on the page: “2 minutes ago” grows old without a timer each. */
const tick = {
  now: Date.now(),
  timer: undefined as ReturnType<typeof setInterval> | undefined,
  readers: new Set<() => void>(),
}

function subscribe(reader: () => void): () => void {
  tick.readers.add(reader)
  if (tick.timer === undefined) {
    tick.now = Date.now()
    tick.timer = setInterval(() => {
      tick.now = Date.now()
      for (const wake of tick.readers) wake()
    }, 15_000)
  }
  return () => {
    tick.readers.delete(reader)
    if (tick.readers.size > 0) return
    clearInterval(tick.timer)
    tick.timer = undefined
  }
}

const readNow = () => tick.now

/**
 * A moment (ISO 8601 or Date): by default how long ago, as a clock time with `as="clock"`, as a day with `as="day"`; the full local time on hover.
 * The reader's zone is known only in the browser: the server writes UTC, the browser replaces it after hydration.
 */
export function Time({ at, as = 'ago' }: { at: string | Date; as?: 'ago' | 'clock' | 'day' }) {
  const now = useSyncExternalStore(subscribe, readNow, () => null)
  const moment = new Date(at)
  const iso = moment.toISOString()
  if (now === null) {
    return <time dateTime={iso}>{as === 'clock' ? iso.slice(11, 19) : iso.slice(0, 10)}</time>
  }
  const old = now - moment.getTime() > 30 * 86_400_000
  const text =
    as === 'clock' ? clock.format(moment) : as === 'day' || old ? day.format(moment) : ago(moment.getTime(), now)
  return (
    <time dateTime={iso} title={absolute.format(moment)}>
      {text}
    </time>
  )
}
