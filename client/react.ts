'use client'

/** The edge of client/react: what pages and components use. */
export { type Failure, failureOf, isSignedOut } from './errors'
export { GodwitProvider } from './react/godwit-provider'
export { createQueryClient } from './react/query-client'
export { useTRPC, useTRPCClient } from './react/trpc'
export { type Live, type LiveState, useLive, useResumeLive } from './react/use-live'
