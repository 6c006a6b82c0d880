'use client'

import { createParser, useQueryState } from 'nuqs'
import { type ChunkPlace, formatChunkPlace, parseChunkPlace } from './chunk-place'

const parseAsChunkPlace = createParser<ChunkPlace>({
  parse: parseChunkPlace,
  serialize: formatChunkPlace,
  eq: (a, b) => formatChunkPlace(a) === formatChunkPlace(b),
}).withOptions({ history: 'push' })

/** Which chunks are open in the drawer; the address keeps it, Back closes it. */
export function useChunkPlace() {
  return useQueryState('chunk', parseAsChunkPlace)
}
