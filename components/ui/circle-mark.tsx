import { Check, Minus, X } from 'lucide-react'
import styles from './circle-mark.module.css'

export type Mark = 'passed' | 'failed' | 'warning' | 'running' | 'waiting' | 'skipped'

const words: Readonly<Record<Mark, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  warning: 'Warning',
  running: 'Running',
  waiting: 'Waiting',
  skipped: 'Not tried',
}

/** The verdict on one item of a list, as a small disc with its glyph; read out as a word. */
export function CircleMark({ mark }: { mark: Mark }) {
  return (
    <span className={styles.mark} data-mark={mark} role="img" aria-label={words[mark]}>
      {mark === 'passed' ? <Check size={12} strokeWidth={2.4} aria-hidden /> : null}
      {mark === 'failed' ? <X size={12} strokeWidth={2.4} aria-hidden /> : null}
      {mark === 'skipped' ? <Minus size={11} aria-hidden /> : null}
      {mark === 'warning' ? '!' : null}
    </span>
  )
}
