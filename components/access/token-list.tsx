'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/client/react'
import type { TokenDto } from '@/domain/contracts/session'
import { Card } from '../ui/card'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { EmptyState } from '../ui/empty-state'
import { Loaded } from '../ui/loaded'
import { TokenTable } from './token-table'

/** The API tokens that one may see, and how to take one back. */
export function TokenList() {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const tokens = useQuery(trpc.token.list.queryOptions())
  const [leaving, setLeaving] = useState<TokenDto | null>(null)
  const revoke = useMutation(
    trpc.token.revoke.mutationOptions({
      onSuccess: () => setLeaving(null),
      onSettled: () => cache.invalidateQueries(trpc.token.list.queryFilter()),
    }),
  )
  return (
    <>
      <Loaded query={tokens} what="the tokens">
        {(list) =>
          list.length === 0 ? (
            <Card>
              <EmptyState sentence="With a token, scripts and the godwit command act in your name. There is none yet." />
            </Card>
          ) : (
            <TokenTable
              tokens={list}
              onRevoke={(token) => {
                revoke.reset()
                setLeaving(token)
              }}
            />
          )
        }
      </Loaded>
      <ConfirmDialog
        title="Revoke a token"
        verb="Revoke token"
        opened={leaving !== null}
        busy={revoke.isPending}
        error={revoke.error}
        onClose={() => setLeaving(null)}
        onConfirm={() => leaving && revoke.mutate({ tokenId: leaving.id })}
      >
        Whatever uses <strong>{leaving?.name}</strong> is turned away from now on. This cannot be taken back.
      </ConfirmDialog>
    </>
  )
}
