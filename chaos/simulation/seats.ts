import { Lost, type Own } from './own'
import { lanes, type Seat } from './seat'
import type { Backend } from './target'

/** Takes a free lane of a run that another worker holds and that has chunks left to cut; null: there is none. */
export function joinLane(
  own: Own,
  given: { id: number; workerId: string; now: number; leaseMs: number; tables: number },
): Seat | null {
  const { id, workerId, now, leaseMs, tables } = given
  const { migration, run, chunks, seats } = own.now
  const cut = new Set(chunks.flatMap(({ task, upper }) => (upper === null ? [task] : [])))
  const isOpen = migration.state === 'Running' && migration.intent === 'none' && run.snapshotName !== null
  if (!isOpen || run.workerId === workerId || run.leaseUntil <= now || cut.size === tables) return null
  for (let lane = lanes - 1; lane >= lanes / 2; lane--) {
    if ((seats.get(lane)?.leaseUntil ?? 0) > now) continue
    const seat = { id, lane, workerId, epoch: run.epoch, leaseUntil: now + leaseMs, order: null, answer: null }
    own.change({ seats: new Map([...seats, [lane, seat]]) })
    return seat
  }
  return null
}

/** The row of a seat; null: the lane is no longer its. */
export function rowOf(own: Own, { id, lane }: Pick<Seat, 'id' | 'lane'>): Seat | null {
  const row = own.now.seats.get(lane)
  return row?.id === id ? row : null
}

/** Changes a seat's row; false: the lane is no longer its. */
export function changeSeat(
  own: Own,
  seat: Seat,
  change: Partial<Pick<Seat, 'leaseUntil' | 'order' | 'answer'>>,
): boolean {
  const row = rowOf(own, seat)
  if (row === null) return false
  own.change({ seats: new Map([...own.now.seats, [seat.lane, { ...row, ...change }]]) })
  return true
}

/** Takes lanes away: those of one worker, of one seat, or all. */
export function dismiss(own: Own, isMeant: (seat: Seat) => boolean): void {
  own.change({ seats: new Map([...own.now.seats].filter(([, seat]) => !isMeant(seat))) })
}

/** Notes a backend before its first use. Throws `Lost` where the epoch has passed, or its guest has lost its seat. */
export function noteBackend(own: Own, epoch: number, backend: Backend, seat: Seat | null): void {
  if (seat !== null && rowOf(own, seat) === null) throw new Lost()
  own.held(epoch, { backends: [...own.now.backends, backend] }, true)
}

export function forgetBackends(own: Own, gone: readonly Backend[]): void {
  own.change({ backends: own.now.backends.filter((backend) => !gone.includes(backend)) })
}
