'use client'

import type { MigrationDto, MigrationProgressDto } from '@/domain/contracts/migration'
import { Facts } from '../ui/facts'
import { Num } from '../ui/num'
import { SegmentedBar } from '../ui/segmented-bar'
import { heroLine } from './hero-line'
import { progressFacts } from './progress-facts'
import styles from './progress-hero.module.css'
import { progressSegments } from './progress-segments'
import { formatPercent } from './share'
import { formatTotal } from './total'

/**
 * The answer to “how far, and when?”: the one large number of the page. `share` is 0 to 1 and never falls; null while the size is
 * not known, then the rows themselves are the large number.
 */
export function ProgressHero({
  migration,
  progress,
  share,
  stale,
  stoppedBy,
}: {
  migration: MigrationDto
  progress: MigrationProgressDto
  share: number | null
  stale: boolean
  /** Who asked for the pause or the cancel; null where nobody is known to have. */
  stoppedBy: string | null
}) {
  const total = formatTotal(progress)
  const { before, strong, after } = heroLine(migration, progress, { stale, stoppedBy })
  const rows = (
    <span data-testid="rows-processed">
      <Num value={progress.processedRows} />
    </span>
  )
  return (
    <section className={styles.hero} aria-label="Progress" data-stale={stale || undefined}>
      <p className={styles.big}>
        {share === null ? (
          <strong className={styles.percent}>{rows}</strong>
        ) : (
          <strong className={styles.percent} data-testid="percent">
            {formatPercent(share)}
          </strong>
        )}
        <span className={styles.line}>
          {share === null ? 'rows' : rows}
          {share === null || total === null ? null : ` of ${total} rows`}
          {before === '' ? null : ' · '}
          {before}
          {strong === null ? null : <b>{strong}</b>}
          {after}
        </span>
      </p>
      <div className={styles.bar}>
        <SegmentedBar
          label={`Progress of ${migration.name}`}
          done={share ?? 0}
          segments={progressSegments(migration.state, progress, share ?? 0)}
        />
      </div>
      <Facts facts={progressFacts(migration, progress, stale)} />
    </section>
  )
}
