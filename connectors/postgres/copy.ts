import type pg from 'pg'
import { answer } from './answer'
import type { CopyDigest } from './copy-digest'
import { CopyIn } from './copy-in'
import { CopyOut } from './copy-out'

/** Slows a byte stream down: told what has passed, answers a promise where the stream has to wait. */
export interface Throttle {
  readonly spend: (bytes: number, signal: AbortSignal) => Promise<void> | undefined
}

/** A COPY that failed, and on which side; `stopped` where nobody failed but the signal aborted. */
export class CopyFailed extends Error {
  readonly side: 'source' | 'target' | 'stopped'
  /** The source had sent all it had: its transaction, and the snapshot in it, are as they were. */
  readonly isSourceIntact: boolean
  override readonly name = 'CopyFailed'

  constructor(side: CopyFailed['side'], cause: unknown, isSourceIntact = false) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.side = side
    this.isSourceIntact = isSourceIntact
  }
}

export interface CopyPair {
  readonly source: pg.Client
  readonly target: pg.Client
  /** `COPY (…) TO STDOUT …` */
  readonly out: string
  /** `COPY … FROM STDIN …` of the same format and columns. */
  readonly into: string
  readonly throttle: Throttle
  readonly signal: AbortSignal
  /** Asks the server, from another session, to end the source's COPY. */
  readonly cancelSource: () => Promise<void>
  /** Sees the rows as they pass. */
  readonly digest?: CopyDigest | undefined
  /** Called with the payload bytes of each piece. */
  readonly onBytes?: (bytes: number) => void
}

const pauseAbove = 1 << 20
const resumeBelow = 1 << 19
const endMs = 5_000

/**
 * Moves one COPY from source to target, undecoded, at most about 1 MB of it in this process at a time. Answers the rows
 * by both servers' own tags and the payload bytes. Throws `CopyFailed` when both sides have come to an end: their
 * sessions are then ready for ROLLBACK, or broken, where a row was cut off in the middle.
 */
export async function copyAcross(pair: CopyPair): Promise<{ rowsRead: bigint; rowsLanded: bigint; bytes: number }> {
  const { source, target, signal } = pair
  if (signal.aborted) throw new CopyFailed('stopped', signal.reason)
  const stop = whenAborted(signal)
  try {
    const into = target.query(new CopyIn(pair.into))
    await opened(into, stop.promise)
    return await stream(pair, source, into, stop.promise)
  } finally {
    stop.forget()
  }
}

/** Waits until the target takes rows: it may first have to wait for a lock. */
async function opened(into: CopyIn, stopped: Promise<unknown>): Promise<void> {
  let isOpen = false
  const stop = stopped.then((reason) => {
    if (isOpen) return
    into.destroy()
    throw new CopyFailed('stopped', reason)
  })
  const ready = into.ready.then(
    () => {
      isOpen = true
    },
    (error: unknown) => {
      throw new CopyFailed('target', error)
    },
  )
  await Promise.race([ready, stop])
}

async function stream(
  pair: CopyPair,
  source: pg.Client,
  into: CopyIn,
  stopped: Promise<unknown>,
): Promise<{ rowsRead: bigint; rowsLanded: bigint; bytes: number }> {
  const { signal } = pair
  let holds = 0
  const hold = () => {
    holds += 1
    out.pause()
  }
  const release = () => {
    holds -= 1
    if (holds === 0) out.resume()
  }
  let full = false
  let told = 0
  const onFrames = (frames: Buffer) => {
    pair.digest?.push(frames)
    const sent = out.keep()
    into.write(frames, () => {
      sent()
      if (!full || into.queuedBytes > resumeBelow) return
      full = false
      release()
    })
    if (!full && into.queuedBytes > pauseAbove) {
      full = true
      hold()
    }
    const wait = pair.throttle.spend(frames.length, signal)
    if (wait === undefined) return
    hold()
    void wait.then(release)
  }
  const out = new CopyOut(pair.out, (frames) => {
    onFrames(frames)
    pair.onBytes?.(out.bytes - told)
    told = out.bytes
  })
  source.query(out)

  const ended = await Promise.race([
    out.done.then(
      (rows) => ({ side: 'source' as const, rows }),
      (error: unknown) => ({ side: 'source' as const, error }),
    ),
    into.done.then(
      () => ({ side: 'target' as const, error: new Error('The target ended a COPY before its end.') }),
      (error: unknown) => ({ side: 'target' as const, error }),
    ),
    stopped.then((error) => ({ side: 'stopped' as const, error })),
  ])
  if ('rows' in ended) return { rowsRead: ended.rows, rowsLanded: await land(into, stopped), bytes: out.bytes }
  await endBoth(ended.side === 'source' ? async () => undefined : pair.cancelSource, out, into)
  throw new CopyFailed(ended.side, ended.error)
}

/** Waits until the target has taken the last row. From here on nothing but its connection can be broken. */
async function land(into: CopyIn, stopped: Promise<unknown>): Promise<bigint> {
  into.end()
  const side = { name: 'target' as CopyFailed['side'] }
  void stopped.then(() => {
    side.name = 'stopped'
    into.destroy()
  })
  return into.done.catch((error: unknown) => {
    throw new CopyFailed(side.name, error, true)
  })
}

/**
 * Lets both sides come to their end in order, and breaks the connection of one that does not. The cancelling is waited for as well:
 * a late one would hit whatever the session does next.
 */
async function endBoth(cancelSource: () => Promise<void>, out: CopyOut, into: CopyIn): Promise<void> {
  // A frame that was cut off cannot be followed by CopyFail, nor by a query: the server would take it for a part of the row.
  if (out.betweenFrames) into.fail()
  else into.destroy()
  out.discard()
  const timer = setTimeout(() => {
    out.destroy()
    into.destroy()
  }, endMs)
  await Promise.allSettled([cancelSource().catch(() => out.destroy()), out.done, into.done])
  clearTimeout(timer)
}

function whenAborted(signal: AbortSignal): { promise: Promise<unknown>; forget: () => void } {
  const { promise, resolve } = answer<unknown>()
  const heard = () => resolve(signal.reason)
  if (signal.aborted) heard()
  else signal.addEventListener('abort', heard, { once: true })
  return { promise, forget: () => signal.removeEventListener('abort', heard) }
}
