import styles from './segmented-bar.module.css'

export type Tone = 'ok' | 'run' | 'warn' | 'bad' | 'hold'

/** `share` is a part of the whole, 0 to 1. */
export type Segment = { tone: Tone; share: number; label: string }

const clamp = (share: number) => (Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0)

/**
 * Progress as one bar of coloured parts. `done` (0 to 1) is what assistive technology hears, `label` what the bar is of.
 * A part that is not zero stays visible: it never gets thinner than 3 px.
 */
export function SegmentedBar({
  label,
  done,
  segments,
  size = 'md',
}: {
  label: string
  done: number
  segments: readonly Segment[]
  size?: 'sm' | 'md'
}) {
  const percent = Math.floor(clamp(done) * 100)
  return (
    <div
      className={styles.bar}
      data-size={size}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      {segments
        .filter((segment) => segment.share > 0)
        .map((segment) => (
          <span
            key={segment.label}
            className={styles.segment}
            data-tone={segment.tone}
            title={segment.label}
            style={{ width: `${clamp(segment.share) * 100}%` }}
          />
        ))}
    </div>
  )
}
