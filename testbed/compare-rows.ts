import type { Difference } from './difference'
import type { RowGroup, Table } from './rows'

/** All row groups of one key. */
type KeyGroup = { keyHash: string; groups: RowGroup[] }

/**
 * Walks both sides in step, key by key, and names up to `limit` differences. Memory is one page a side, whatever the
 * size of the table. Rows of a table without a key are their own key, so that an altered one is missing and extra.
 */
export async function compareRows(
  source: AsyncIterable<RowGroup>,
  target: AsyncIterable<RowGroup>,
  { name, key }: Table,
  limit: number,
): Promise<Difference[]> {
  const differences: Difference[] = []
  const [from, to] = [byKey(source), byKey(target)]
  // Read to the end even beyond the limit: a cursor left half-way would still be open.
  let [was, is] = [await next(from), await next(to)]
  while (was || is) {
    const order = !was ? 1 : !is ? -1 : was.keyHash < is.keyHash ? -1 : was.keyHash > is.keyHash ? 1 : 0
    const found = differ(order <= 0 ? (was?.groups ?? []) : [], order >= 0 ? (is?.groups ?? []) : [])
    for (const difference of found.slice(0, limit - differences.length)) {
      const keyed = key.length > 0 && difference.key !== undefined ? { key: difference.key } : {}
      const { problem, source: before, target: after } = difference
      differences.push({ kind: 'row', object: name, problem, ...keyed, source: before, target: after })
    }
    if (order <= 0) was = await next(from)
    if (order >= 0) is = await next(to)
  }
  return differences
}

type Found = Pick<Difference, 'problem' | 'key' | 'source' | 'target'>

/** What differs under one key. A key has one row a side as a rule; more where the target lost its constraint. */
function differ(source: RowGroup[], target: RowGroup[]): Found[] {
  const lost = source.filter((was) => !target.some((is) => is.rowHash === was.rowHash))
  const gained = target.filter((is) => !source.some((was) => was.rowHash === is.rowHash))
  const altered = Math.min(lost.length, gained.length)
  const found: Found[] = []
  for (const [at, was] of lost.entries()) {
    const is = gained[at]
    found.push({ problem: is ? 'altered' : 'missing', key: was.key, source: times(was), target: is ? times(is) : null })
  }
  for (const is of gained.slice(altered)) {
    const problem = source.length > 0 ? 'doubled' : 'extra'
    found.push({ problem, key: is.key, source: null, target: times(is) })
  }
  for (const was of source) {
    const is = target.find(({ rowHash }) => rowHash === was.rowHash)
    if (is === undefined || is.count === was.count) continue
    const problem = is.count > was.count ? 'doubled' : 'missing'
    found.push({ problem, key: was.key, source: times(was), target: times(is) })
  }
  return found
}

const times = ({ count, row }: RowGroup) => (count === 1n ? row : `${count} × ${row}`)

async function* byKey(rows: AsyncIterable<RowGroup>): AsyncGenerator<KeyGroup> {
  let current: KeyGroup | undefined
  for await (const group of rows) {
    if (current?.keyHash === group.keyHash) current.groups.push(group)
    else {
      if (current) yield current
      current = { keyHash: group.keyHash, groups: [group] }
    }
  }
  if (current) yield current
}

async function next(groups: AsyncGenerator<KeyGroup>): Promise<KeyGroup | undefined> {
  const { value, done } = await groups.next()
  return done ? undefined : value
}
