'use client'

import { createTRPCContext } from '@trpc/tanstack-react-query'
import type { AppRouter } from '@/server/trpc/root'

/** Hooks on Godwit's API: `useTRPC().migration.byId.queryOptions({ migrationId })` goes into useQuery, `.mutationOptions()` into useMutation. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()
