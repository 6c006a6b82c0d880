'use client'

import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { Topic } from '@/domain/contracts/live'
import { atStart, type Live, type LiveConnection } from './live-connection'

export type { Live, LiveState } from './live-connection'

export const LiveContext = createContext<LiveConnection | null>(null)

/**
 * Keeps the given topics live while the component is mounted: their frames go into the query cache, where useQuery finds them.
 * All components of a tab share one stream. Answers how the stream is; `useLive()` only looks, and keeps the stream open.
 */
export function useLive(topics: readonly Topic[] = []): Live {
  const connection = useContext(LiveContext)
  if (connection === null) throw new Error('useLive outside of GodwitProvider')
  const wanted = topics.map(({ kind, id }) => `${kind}:${id}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the topics' text stands for the topics, whose array is new each time
  useEffect(() => connection.hold([...topics]), [connection, wanted])
  return useSyncExternalStore(connection.subscribe, connection.snapshot, () => atStart)
}

/** What to call after signing in again on the same page: the stream goes on where it stopped. */
export function useResumeLive(): () => void {
  const connection = useContext(LiveContext)
  if (connection === null) throw new Error('useResumeLive outside of GodwitProvider')
  return connection.resume
}
