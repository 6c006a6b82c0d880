import type { BoardChunk } from '@/worker/engine/board'
import { between, type Random } from '../random'

/** The bounds of a chunk. */
export type Range = Pick<BoardChunk, 'lower' | 'upper'>
/** Key and value of a row. */
export type Row = readonly [key: number, value: number]
/** Rows of each table, in the order of their keys. */
export type Content = readonly (readonly Row[])[]

/** Rows within a chunk's bounds: lower out, upper in. */
export function within(rows: readonly Row[], { lower, upper }: Range): readonly Row[] {
  const [from, to] = [Number(lower?.[0] ?? Number.NEGATIVE_INFINITY), Number(upper?.[0] ?? Number.POSITIVE_INFINITY)]
  return rows.filter(([key]) => key > from && key <= to)
}

const modulus = 1n << 64n

/** A digest like the servers' own: it adds up over disjoint sets of rows, and differs where a row does. */
export function digestOf(rows: readonly Row[]): string {
  let [first, second] = [0n, 0n]
  for (const [key, value] of rows) {
    const mixed = Math.imul(key ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(value + 0x27d4eb2f, 0xc2b2ae35)
    first = (first + BigInt(mixed >>> 0) * 4_294_967_291n) % modulus
    second = (second + BigInt(Math.imul(mixed, 0x165667b1) >>> 0) * BigInt(key + 1)) % modulus
  }
  return `v1:${rows.length}:${first}:${second}`
}

/** A source that changes all the while, and whose snapshots live as long as the session that exported them. */
export class Source {
  private readonly tables: Map<number, number>[]
  private readonly exported = new Map<string, Content>()
  private readonly kept = new Map<string, Content>()
  private names = 0
  private values = 0

  constructor(random: Random, tables: number) {
    this.tables = Array.from({ length: tables }, () => new Map())
    for (const table of this.tables) {
      for (let rows = between(random, 0, 14); rows > 0; rows--) table.set(between(random, 1, 40), this.values++)
    }
  }

  /** Somebody inserts, updates, deletes, or moves a value to another key. */
  change(random: Random): void {
    const table = this.tables[between(random, 0, this.tables.length - 1)]
    const key = between(random, 1, 40)
    const value = table?.get(key)
    if (value === undefined || random() < 0.5) table?.set(key, this.values++)
    else table?.delete(key)
    if (value !== undefined && random() < 0.3) table?.set(between(random, 1, 40), value)
  }

  /** A new snapshot; its name can be imported until `end`. */
  export(): string {
    const content = this.tables.map((table) => [...table].sort(([a], [b]) => a - b))
    return this.publish(content)
  }

  /** The same snapshot under a new name, by a session that has imported it; null: it is gone. */
  adopt(name: string): string | null {
    const content = this.exported.get(name)
    return content === undefined ? null : this.publish(content)
  }

  /** What a session sees that imports it; null: it is gone. */
  import(name: string): Content | null {
    return this.exported.get(name) ?? null
  }

  /** The session that exported it is gone. Whoever has imported it reads on. */
  end(name: string): void {
    this.exported.delete(name)
  }

  endAllBut(name: string | null): void {
    for (const other of [...this.exported.keys()]) if (other !== name) this.exported.delete(other)
  }

  /** How many snapshots were taken. */
  get taken(): number {
    return this.kept.size
  }

  /** For the last check: also of a snapshot that is gone. */
  contentOf(name: string): Content {
    return this.kept.get(name) ?? []
  }

  private publish(content: Content): string {
    const name = `s${++this.names}`
    this.exported.set(name, content)
    this.kept.set(name, content)
    return name
  }
}
