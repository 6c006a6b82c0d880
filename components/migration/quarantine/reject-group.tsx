'use client'

import { UnstyledButton } from '@mantine/core'
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { MigrationDto } from '@/domain/contracts/migration'
import type { RejectGroupDto } from '@/domain/contracts/quarantine'
import { ErrorPanel } from '../../ui/error-panel'
import { explainError } from '../../ui/explain-error'
import { Tag } from '../../ui/tag'
import { Time } from '../../ui/time'
import { ReasonedButton } from '../reasoned-button'
import { whyNot } from '../why-not'
import { keyOf } from './group-key'
import styles from './reject-group.module.css'
import { RejectRows } from './reject-rows'
import { countsInWords, namedIn, rowsInWords } from './reject-words'
import { SkipDialog } from './skip-dialog'
import { useRejectCommands } from './use-reject-commands'

/** Rows that the target refused for the same reason: what is wrong, what to do about it, and, unfolded, the rows. */
export function RejectGroup({
  migration,
  group,
  shown,
  onToggle,
}: {
  migration: MigrationDto
  group: RejectGroupDto
  shown: boolean
  onToggle: () => void
}) {
  const id = useId()
  const [skipping, setSkipping] = useState(false)
  const { retry, skip } = useRejectCommands(migration.id)
  const table = `${group.table.schema}.${group.table.name}`
  const { open } = group.counts
  const error = retry.error ?? null
  const none = open === 0 ? 'No row of this group is open.' : null
  const close = () => {
    skip.reset()
    setSkipping(false)
  }
  return (
    <li className={styles.group}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          <UnstyledButton className={styles.toggle} onClick={onToggle} aria-expanded={shown} aria-controls={id}>
            <ChevronRight size={15} className={styles.chevron} data-open={shown || undefined} aria-hidden />
            <code>{table}</code>
          </UnstyledButton>
          <code className={styles.code}>{group.sqlstate}</code>
          {namedIn(group).map((name) => (
            <Tag key={name}>{name}</Tag>
          ))}
        </h3>
        <span className={styles.counts}>
          <b data-open={open > 0 || undefined}>{countsInWords(group.counts)}</b> · <Seen group={group} />
        </span>
      </div>
      <p className={styles.message}>{group.message}</p>
      <p className={styles.fix}>{group.fix}</p>
      <div className={styles.actions}>
        <ReasonedButton size="xs" reason={null} onPress={onToggle}>
          {shown ? 'Hide rows' : 'Show rows'}
        </ReasonedButton>
        <ReasonedButton
          size="xs"
          reason={none ?? whyNot(migration, 'retry')}
          loading={retry.isPending}
          onPress={() => retry.mutate(keyOf(group))}
        >
          Retry group
        </ReasonedButton>
        <ReasonedButton size="xs" reason={none ?? whyNot(migration, 'skipRejects')} onPress={() => setSkipping(true)}>
          Skip group…
        </ReasonedButton>
      </div>
      {error === null ? null : (
        <ErrorPanel title={explainError(error).message} requestId={explainError(error).requestId} />
      )}
      <div id={id}>{shown ? <RejectRows migration={migration} group={keyOf(group)} /> : null}</div>
      <SkipDialog
        migration={migration}
        rows={open}
        named={`of ${table} (${rowsInWords(open) === '1 row' ? 'the one' : 'all'} that ${open === 1 ? 'is' : 'are'} open in this group)`}
        opened={skipping}
        busy={skip.isPending}
        error={skip.error}
        onConfirm={(reason) => skip.mutate({ rows: keyOf(group), reason }, { onSuccess: close })}
        onClose={close}
      />
    </li>
  )
}

function Seen({ group: { firstSeenAt, lastSeenAt } }: { group: RejectGroupDto }) {
  if (firstSeenAt === lastSeenAt)
    return (
      <>
        seen <Time at={firstSeenAt} />
      </>
    )
  return (
    <>
      first <Time at={firstSeenAt} as="clock" />, last <Time at={lastSeenAt} />
    </>
  )
}
