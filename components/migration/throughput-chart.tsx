'use client'

import { UnstyledButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { MigrationMetricsDto } from '@/domain/contracts/migration'
import { Card } from '../ui/card'
import { Num } from '../ui/num'
import { Time } from '../ui/time'
import type { ChartMark } from './chart-marks'
import styles from './throughput-chart.module.css'
import { ThroughputPlot } from './throughput-plot'

/** Points and marks as lines of the table, newest first. */
function figures(points: MigrationMetricsDto['points'], marks: readonly ChartMark[]) {
  return [...points, ...marks].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
}

/** Rows per second over time: the curve, and the same figures as a table for whoever cannot or will not read a curve. */
export function ThroughputChart({
  points,
  marks,
  moving,
}: {
  points: MigrationMetricsDto['points']
  marks: readonly ChartMark[]
  /** Rows may still land. */
  moving: boolean
}) {
  const [asTable, setAsTable] = useState(false)
  // The curve's library comes while one waits for the first point, not once it is there.
  useEffect(() => {
    void import('uplot')
  }, [])
  const toggle = (
    <UnstyledButton className={styles.toggle} onClick={() => setAsTable(!asTable)} aria-pressed={asTable}>
      {asTable ? 'Show as chart' : 'Show as table'}
    </UnstyledButton>
  )
  return (
    <Card title="Rows per second" aside={toggle}>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={styles.figures} tabIndex={0} aria-label="Rows per second, as a table">
          <table>
            <thead>
              <tr>
                <th>Time</th>
                <th>Rows per second</th>
              </tr>
            </thead>
            <tbody>
              {figures(points, marks).map((point) =>
                'why' in point ? (
                  <tr key={`${point.at} ${point.why}`}>
                    <td>
                      <Time at={point.at} as="clock" />
                    </td>
                    <td className={styles.why}>{point.why}</td>
                  </tr>
                ) : (
                  <tr key={point.at}>
                    <td>
                      <Time at={point.at} as="clock" />
                    </td>
                    <td>
                      <Num value={Math.round(point.rowsPerSecond)} />
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </section>
      ) : points.every(({ rowsPerSecond }) => rowsPerSecond === 0) ? (
        <p className={styles.none}>
          {moving ? 'The curve begins when the first rows have landed.' : 'No rows have landed.'}
        </p>
      ) : (
        <ThroughputPlot points={points} marks={marks} />
      )}
    </Card>
  )
}
