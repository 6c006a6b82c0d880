import type { MigrationDto } from '@/domain/contracts/migration'
import type { RejectDto } from '@/domain/contracts/quarantine'
import { Tag } from '../../ui/tag'
import { Time } from '../../ui/time'
import { ReasonedButton } from '../reasoned-button'
import { whyNot } from '../why-not'
import styles from './reject-rows.module.css'
import { rejectStates, rowName } from './reject-words'
import { VisibleText } from './visible-text'

/** One row of quarantine: which it is, what has become of it, and what can be done with it. */
export function RejectRow({
  row,
  migration,
  onEdit,
  onSkip,
}: {
  row: RejectDto
  migration: MigrationDto
  onEdit: () => void
  onSkip: () => void
}) {
  const { label, tone } = rejectStates[row.state]
  const replayable = row.state === 'replayed' ? 'It is in the target.' : whyNotReplay(row, migration)
  return (
    <tr>
      <td className={styles.key}>
        {row.key === null ? (
          <span className={styles.hidden}>{rowName(row)}</span>
        ) : (
          row.key.map(({ column, value }) => (
            <span key={column} className={styles.part}>
              <span className={styles.column}>{column}</span> <VisibleText value={value} />
            </span>
          ))
        )}
        {row.refusal === null || row.isRequested ? null : (
          <p className={styles.refusal}>
            Tried again <Time at={row.refusal.at} />: {row.refusal.reason}
            {row.refusal.sqlstate === null ? null : (
              <>
                {' '}
                <code>{row.refusal.sqlstate}</code>
              </>
            )}
          </p>
        )}
      </td>
      <td data-label="State">
        {row.isRequested ? (
          <Tag tone="run">being tried</Tag>
        ) : (
          <span className={styles.state}>
            {tone === undefined ? <Tag>{label}</Tag> : <Tag tone={tone}>{label}</Tag>}
            {row.decidedBy === null ? null : <span className={styles.by}>{row.decidedBy}</span>}
          </span>
        )}
      </td>
      <td data-label="Seen">
        <Time at={row.seenAt} />
      </td>
      <td className={styles.actions}>
        {row.state === 'replayed' ? null : (
          <span className={styles.buttons}>
            <ReasonedButton size="xs" reason={replayable} onPress={onEdit}>
              Edit and replay…
            </ReasonedButton>
            {row.state === 'open' ? (
              <ReasonedButton size="xs" reason={whyNot(migration, 'skipRejects')} onPress={onSkip}>
                Skip…
              </ReasonedButton>
            ) : null}
          </span>
        )}
      </td>
    </tr>
  )
}

function whyNotReplay(row: RejectDto, migration: MigrationDto): string | null {
  const why = whyNot(migration, 'replayReject')
  if (why !== null) return why
  if (row.isRequested) return 'A worker is trying it just now.'
  return row.hasImage ? null : 'The row is too large to be kept here: retry its table, or skip it.'
}
