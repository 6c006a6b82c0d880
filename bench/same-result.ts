import { compareDatabases } from '@/testbed/compare'
import type { Kind } from '@/testbed/difference'
import { catalogKinds } from '@/testbed/reading'
import type { TableDigest } from '@/testbed/rows'
import { tableDigests } from '@/testbed/table-digests'

/** What code that knows nothing of any contender says of a result. */
export interface Sameness {
  /** Every table has the same rows as often. */
  readonly rows: boolean
  /** Definitions and sequences that are not the same. */
  readonly definitions: number
}

const definitions: readonly Kind[] = [...catalogKinds, 'position']
/** Godwit's ledger, which stays in the target. */
const ignoreSchemas = ['godwit']

/** Reads the source once; answers how to hold a target against it. */
export async function comparison(sourceUrl: string): Promise<(targetUrl: string) => Promise<Sameness>> {
  const expected = await tableDigests(sourceUrl)
  return async (targetUrl) => {
    const found = await tableDigests(targetUrl, { ignoreSchemas })
    const differences = await compareDatabases(sourceUrl, targetUrl, { ignoreSchemas, kinds: definitions })
    return { rows: inWords(found) === inWords(expected), definitions: differences.length }
  }
}

const inWords = (digests: readonly TableDigest[]) =>
  digests.map(({ schema, table, rows, digest }) => JSON.stringify([schema, table, rows, digest])).join('\n')
