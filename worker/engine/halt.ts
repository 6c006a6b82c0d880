/** Why the lanes of a run stop before their work is done. */
export type HaltReason =
  | { readonly kind: 'pausing' }
  | { readonly kind: 'cancelling' }
  /** The worker process is told to stop. */
  | { readonly kind: 'stopping' }
  /** Another worker holds the run. Nothing may be decided any more. */
  | { readonly kind: 'lost' }
  /** A server was restarted or the snapshot's keeper is gone, or somebody `asked` for it: look at everything anew. */
  | { readonly kind: 'again'; readonly reason: string; readonly asked?: true }
  /** A server cannot go on until somebody helps it. */
  | { readonly kind: 'waiting'; readonly reason: string; readonly fix: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly fix: string }
  /** A bug, or Godwit's own database is gone. */
  | { readonly kind: 'broken'; readonly cause: unknown }

/** The stronger reason stays where two come together. */
const strength: readonly HaltReason['kind'][] = [
  'pausing',
  'again',
  'waiting',
  'cancelling',
  'stopping',
  'failed',
  'broken',
  'lost',
]

/**
 * One stop for all lanes of a run. `soft` aborts at once: nothing new is begun. `hard` aborts when the grace is over: what is still
 * under way is broken off. Both are final; a run that goes on gets a new one.
 */
export class Halt {
  reason: HaltReason | null = null
  private readonly softly = new AbortController()
  private readonly hardly = new AbortController()
  private readonly timers: NodeJS.Timeout[] = []

  get soft(): AbortSignal {
    return this.softly.signal
  }

  get hard(): AbortSignal {
    return this.hardly.signal
  }

  request(reason: HaltReason, graceMs: number): void {
    if (this.reason !== null && strength.indexOf(reason.kind) <= strength.indexOf(this.reason.kind)) return
    this.reason = reason
    this.softly.abort(reason)
    if (graceMs <= 0) this.hardly.abort(reason)
    else this.timers.push(setTimeout(() => this.hardly.abort(reason), graceMs))
  }

  /** Forgets the grace: to be called when the lanes are gone. */
  close(): void {
    for (const timer of this.timers) clearTimeout(timer)
  }
}
