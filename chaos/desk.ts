/**
 * One thing after the other at Godwit's own database: whoever takes that server down waits until nobody of the nemesis is in the
 * middle of something there, and nobody comes before it is up again.
 */
export class Desk {
  private last: Promise<unknown> = Promise.resolve()

  use<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work)
    this.last = mine.catch(() => undefined)
    return mine
  }
}
