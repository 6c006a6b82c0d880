'use client'

import { Button, VisuallyHidden } from '@mantine/core'
import type { TokenDto } from '@/domain/contracts/session'
import { DataTable } from '../ui/data-table'
import { Tag } from '../ui/tag'
import { Time } from '../ui/time'
import styles from './tokens.module.css'

function Standing({ token }: { token: TokenDto }) {
  if (token.revokedAt) {
    return (
      <>
        <Tag tone="bad">revoked</Tag> <Time at={token.revokedAt} as="day" />
      </>
    )
  }
  if (token.expiresAt === null) return 'never'
  return <Time at={token.expiresAt} as="day" />
}

/** API tokens: their beginnings, whom they act as, when they were used; never the secret. */
export function TokenTable({ tokens, onRevoke }: { tokens: readonly TokenDto[]; onRevoke: (token: TokenDto) => void }) {
  return (
    <DataTable label="API tokens">
      <thead>
        <tr>
          <th>Token</th>
          <th>Begins with</th>
          <th>Acts as</th>
          <th>Created</th>
          <th>Last used</th>
          <th>Expires</th>
          <th>
            <VisuallyHidden>Actions</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id} className={token.revokedAt ? styles.revoked : undefined}>
            <td>
              <span className={styles.name}>{token.name}</span>
            </td>
            <td data-label="Begins with">
              <code>{token.prefix}…</code>
            </td>
            <td data-label="Acts as">
              <span>
                {token.ownerName} {token.ownerKind === 'service' ? <Tag>service</Tag> : null}
              </span>
            </td>
            <td data-label="Created">
              <Time at={token.createdAt} as="day" />
            </td>
            <td data-label="Last used">{token.lastUsedAt ? <Time at={token.lastUsedAt} /> : 'never'}</td>
            <td data-label="Expires">
              <span>
                <Standing token={token} />
              </span>
            </td>
            <td data-num>
              {token.revokedAt ? null : (
                <Button size="compact-sm" onClick={() => onRevoke(token)} aria-label={`Revoke ${token.name}…`}>
                  Revoke…
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
