/** More than these wait for Godwit's own database before a lane waits for them. */
const mostOpen = 8

/**
 * What is noted in Godwit's own database while the lanes go on: hints that nobody has to wait for at once. A failure is heard of at the
 * next turn of a lane, or when all is settled.
 */
export class TrailingNotes {
  private readonly open = new Set<Promise<void>>()
  private failure: { readonly cause: unknown } | null = null

  follow(note: Promise<void>): void {
    const over = note
      .catch((cause: unknown) => {
        this.failure ??= { cause }
      })
      .finally(() => this.open.delete(over))
    this.open.add(over)
  }

  /** Waits while too many are open. Throws what one of them threw. */
  async turn(): Promise<void> {
    while (this.open.size > mostOpen) await Promise.race(this.open)
    if (this.failure !== null) throw this.failure.cause
  }

  /** Waits for all of them. Throws what one of them threw. */
  async settle(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open)
    if (this.failure !== null) throw this.failure.cause
  }
}
