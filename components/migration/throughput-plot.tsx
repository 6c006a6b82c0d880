'use client'

import { useMantineColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type uPlot from 'uplot'
import type { MigrationMetricsDto } from '@/domain/contracts/migration'
import 'uplot/dist/uPlot.min.css'
import type { ChartMark } from './chart-marks'
import type { MarkGroup } from './gather-marks'
import { MarkButtons } from './mark-buttons'
import { plotSeries } from './plot-series'
import styles from './throughput-chart.module.css'
import { plotHeight, plotOptions } from './throughput-options'

type Points = MigrationMetricsDto['points']

/** The curve itself, on a canvas; its library is fetched when the first chart is shown. New points are set in place, nothing is rebuilt. */
export function ThroughputPlot({ points, marks }: { points: Points; marks: readonly ChartMark[] }) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const latest = useRef({ points, marks })
  latest.current = { points, marks }
  const [groups, setGroups] = useState<readonly MarkGroup[]>([])
  const { colorScheme } = useMantineColorScheme()

  useEffect(() => {
    const element = box.current
    if (element === null) return
    let gone = false
    const watcher = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: plotHeight }))
    void import('uplot').then(({ default: Plot }) => {
      if (gone) return
      const options = plotOptions(
        element.clientWidth,
        () => latest.current.marks,
        (placed) => setGroups((before) => (JSON.stringify(before) === JSON.stringify(placed) ? before : placed)),
      )
      plot.current = new Plot(options, plotSeries(latest.current.points), element)
      watcher.observe(element)
    })
    return () => {
      gone = true
      watcher.disconnect()
      plot.current?.destroy()
      plot.current = null
    }
  }, [])

  useEffect(() => plot.current?.setData(plotSeries(points)), [points])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the style sheet when it draws
  useEffect(() => plot.current?.redraw(), [colorScheme, marks])

  const last = points.at(-1)
  return (
    <div className={styles.marked}>
      <div
        ref={box}
        className={styles.plot}
        role="img"
        aria-label={last ? `Rows per second, now ${Math.round(last.rowsPerSecond)}` : 'Rows per second, no figures yet'}
      />
      <MarkButtons groups={groups} />
    </div>
  )
}
