import type { ConnectionDto } from '@/domain/contracts/connection'
import type { MigrationDto } from '@/domain/contracts/migration'

/** What one stream has told of a project, so that it tells each thing once for each change. */
export class ProjectTold {
  readonly #texts = new Map<string, string>()
  #isFirst = true

  /** What differs from what was told; null when nothing does. The first time it is everything, even where that is nothing. */
  takeNew(
    migrations: readonly MigrationDto[],
    connections: readonly ConnectionDto[],
  ): { migrations: MigrationDto[]; connections: ConnectionDto[] } | null {
    const fresh = {
      migrations: migrations.filter((migration) => this.#isNew(migration)),
      connections: connections.filter((connection) => this.#isNew(connection)),
    }
    const isNothing = !this.#isFirst && fresh.migrations.length + fresh.connections.length === 0
    this.#isFirst = false
    return isNothing ? null : fresh
  }

  #isNew(thing: { readonly id: string }): boolean {
    const text = JSON.stringify(thing)
    if (this.#texts.get(thing.id) === text) return false
    this.#texts.set(thing.id, text)
    return true
  }
}
