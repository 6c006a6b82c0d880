import type { SchemaTableDto } from '@/domain/contracts/connection'
import type { TableRef } from '@/domain/plan/plan'

/** A table as it is chosen: a partitioned one stands for all its partitions, with their rows, bytes and references. */
export interface PickableTable extends TableRef {
  readonly key: string
  readonly partitions: number
  /** Null when no part of it has an estimate. */
  readonly rows: bigint | null
  readonly bytes: bigint
  readonly hasKey: boolean
  /** Keys of the other chosen-as-a-whole tables that its foreign keys point to. */
  readonly references: readonly string[]
}

/** The one text for a pair of names, whatever characters they hold. */
export function keyOf({ schema, name }: TableRef): string {
  return JSON.stringify([schema, name])
}

interface Sum {
  rows: bigint | null
  bytes: bigint
  partitions: number
  hasKey: boolean
  references: Set<string>
}

/** The tables that a person chooses from, in the schema's order. */
export function pickableTables(tables: readonly SchemaTableDto[]): PickableTable[] {
  const byKey = new Map(tables.map((table) => [keyOf(table), table]))
  const rootOf = (table: SchemaTableDto): string => {
    const parent = table.partitionOf === null ? undefined : byKey.get(keyOf(table.partitionOf))
    return parent === undefined ? keyOf(table) : rootOf(parent)
  }
  const roots = new Map([...byKey].map(([key, table]) => [key, rootOf(table)]))
  const sums = new Map<string, Sum>()
  for (const [key, table] of byKey) {
    const root = roots.get(key) ?? key
    const isRoot = root === key
    const sum = sums.get(root) ?? { rows: null, bytes: 0n, partitions: 0, hasKey: true, references: new Set() }
    sums.set(root, sum)
    // A partitioned table holds no rows of its own; what it reports is already its partitions' sum.
    const holdsRows = table.kind !== 'partitioned'
    if (holdsRows && table.rowEstimate !== null) sum.rows = (sum.rows ?? 0n) + BigInt(table.rowEstimate)
    if (holdsRows) sum.bytes += BigInt(table.sizeBytes)
    if (!isRoot && holdsRows) sum.partitions += 1
    if (holdsRows) sum.hasKey &&= table.hasKey
    for (const reference of table.references) {
      const to = roots.get(keyOf(reference))
      if (to !== undefined && to !== root) sum.references.add(to)
    }
  }
  return tables.flatMap((table) => {
    const key = keyOf(table)
    const sum = sums.get(key)
    if (sum === undefined) return []
    const { schema, name } = table
    return [{ key, schema, name, ...sum, references: [...sum.references] }]
  })
}
