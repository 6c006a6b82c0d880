'use client'

import { Tooltip } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { clockTime } from '../ui/time'
import type { MarkGroup } from './gather-marks'
import styles from './mark-buttons.module.css'

/** So many of a group are told in full; the timeline has them all. */
const told = 6

/**
 * The marks of the chart, at its foot, each with its reason: on hover, on focus, on touch, and as its name. One stop of the Tab key;
 * arrows, Home and End go from mark to mark.
 */
export function MarkButtons({ groups }: { groups: readonly MarkGroup[] }) {
  const list = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const current = Math.min(at, groups.length - 1)
  const go = (to: number) => {
    setAt(to)
    list.current?.querySelectorAll('button')[to]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: groups.length - 1 }[event.key]
    if (to === undefined || to < 0 || to >= groups.length) return
    event.preventDefault()
    go(to)
  }
  if (groups.length === 0) return null
  return (
    <div ref={list} role="toolbar" aria-label="What bent the curve" className={styles.marks} onKeyDown={onKeyDown}>
      {groups.map(({ x, marks }, n) => (
        <Tooltip
          key={marks[0].at}
          label={<Reasons marks={marks} />}
          multiline
          maw={320}
          events={{ hover: true, focus: true, touch: true }}
        >
          <button
            type="button"
            className={styles.mark}
            style={{ left: x }}
            data-kind={marks.some(({ kind }) => kind === 'run') ? 'run' : 'chunks'}
            tabIndex={n === current ? 0 : -1}
            aria-label={marks.map(({ at: when, why }) => `${clockTime(when)}: ${why}`).join('. ')}
            onFocus={() => setAt(n)}
          />
        </Tooltip>
      ))}
    </div>
  )
}

function Reasons({ marks }: Pick<MarkGroup, 'marks'>) {
  return (
    <span className={styles.reasons}>
      {marks.slice(0, told).map(({ at, why }) => (
        <span key={`${at} ${why}`}>
          <span className={styles.when}>{clockTime(at)}</span> {why}
        </span>
      ))}
      {marks.length > told ? <span>{`and ${marks.length - told} more in the timeline`}</span> : null}
    </span>
  )
}
