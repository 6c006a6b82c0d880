import { setTimeout as wait } from 'node:timers/promises'
import { copyUnderSnapshot, type SavedCopy } from '@/testbed/saved-copy'
import type { Watch } from './watch'

const lookMs = 40

/**
 * Copies the source under each snapshot that the run records, while that lives: the only thing that says afterwards what the target
 * has to hold, since the source has changed since.
 */
export class Recorder {
  private readonly own: Watch
  private readonly migrationId: string
  private readonly sourceUrl: string
  private readonly copies = new Map<string, Promise<SavedCopy | null>>()
  private stopped = false
  private loop: Promise<void> = Promise.resolve()

  constructor(given: { own: Watch; migrationId: string; sourceUrl: string }) {
    this.own = given.own
    this.migrationId = given.migrationId
    this.sourceUrl = given.sourceUrl
  }

  begin(): void {
    this.loop = this.follow()
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.loop
    await this.settle()
  }

  /** Waits until what is being copied has been copied. */
  async settle(): Promise<void> {
    await Promise.all(this.copies.values())
  }

  /** The source as it was in a snapshot; null: it was gone before it could be copied. */
  async copyOf(snapshot: string | null): Promise<SavedCopy | null> {
    return snapshot === null ? null : ((await this.copies.get(snapshot)) ?? null)
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      const name = await this.newest()
      if (name !== null && !this.copies.has(name)) {
        const copy = copyUnderSnapshot(this.sourceUrl, name).catch(() => null)
        this.copies.set(name, copy)
      }
      await wait(lookMs)
    }
  }

  private async newest(): Promise<string | null> {
    const [row] = await this.own.ask<{ name: string | null }>(
      'SELECT snapshot_name AS name FROM runs WHERE migration_id = $1 ORDER BY number DESC LIMIT 1',
      [this.migrationId],
    )
    return row?.name ?? null
  }
}
