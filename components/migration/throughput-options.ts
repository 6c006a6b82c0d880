import type uPlot from 'uplot'
import type { ChartMark } from './chart-marks'
import { gatherMarks, type MarkGroup } from './gather-marks'

/** Of the curve with its axes, in pixels. */
export const plotHeight = 182

/** The time that is shown at least, in seconds: below it the clock would be told twice along the axis. */
const shortest = 6

const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hour12: false })
const withSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const mono = '11px "GeistMono", ui-monospace, monospace'

const ink = (plot: uPlot, token: string) => getComputedStyle(plot.root).getPropertyValue(token).trim()

/** The marks with a place inside the shown span, in pixels from the left of the chart. */
function placeMarks(plot: uPlot, marks: readonly ChartMark[]): MarkGroup[] {
  const left = plot.bbox.left / devicePixelRatio
  const width = plot.bbox.width / devicePixelRatio
  return gatherMarks(marks, ({ at }) => {
    const x = plot.valToPos(Date.parse(at) / 1000, 'x')
    return x < 0 || x > width ? null : left + x
  })
}

/** A dashed line for each group, and its words where there is room: a word that would meet the one before it moves a line down. */
function drawMarks(plot: uPlot, groups: readonly MarkGroup[]): void {
  const { ctx, bbox } = plot
  const scale = devicePixelRatio
  ctx.save()
  ctx.strokeStyle = ink(plot, '--faint')
  ctx.font = `${11 * scale}px ${ink(plot, '--mantine-font-family-monospace')}`
  ctx.lineWidth = scale
  ctx.textAlign = 'left'
  ctx.textBaseline = 'alphabetic'
  ctx.setLineDash([2 * scale, 3 * scale])
  /** How far to the right each line of words is taken. */
  const taken = [0, 0, 0]
  for (const { x } of groups) {
    ctx.beginPath()
    ctx.moveTo(x * scale, bbox.top)
    ctx.lineTo(x * scale, bbox.top + bbox.height)
    ctx.stroke()
  }
  for (const group of groups) {
    const x = group.x * scale
    const width = ctx.measureText(group.label).width
    const fits = x + width + 8 * scale < bbox.left + bbox.width
    const from = fits ? x + 5 * scale : Math.max(bbox.left, x - width - 5 * scale)
    const line = taken.findIndex((until) => from >= until)
    // Its words are at the button below; written over others they could not be read.
    if (line === -1) continue
    const base = bbox.top + (9 + line * 14) * scale
    // On ground of their own: neither a line of another mark nor one of the scale runs through the words.
    ctx.fillStyle = ink(plot, '--card')
    ctx.fillRect(from - 2 * scale, base - 10 * scale, width + 4 * scale, 13 * scale)
    ctx.fillStyle = ink(plot, '--faint')
    ctx.fillText(group.label, from, base)
    taken[line] = from + width + 10 * scale
  }
  ctx.restore()
}

/**
 * How the chart looks; colours are read from the tokens at each drawing, so that a change of theme needs a redraw alone. `onPlaced` is told
 * at each drawing where the marks stand.
 */
export function plotOptions(
  width: number,
  marks: () => readonly ChartMark[],
  onPlaced: (groups: readonly MarkGroup[]) => void,
): uPlot.Options {
  const draw = (plot: uPlot) => {
    const groups = placeMarks(plot, marks())
    drawMarks(plot, groups)
    onPlaced(groups)
  }
  return {
    width,
    height: plotHeight,
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_plot, from, to) => [from, Math.max(to, from + shortest)] },
      y: { range: (_plot, _low, high) => [0, Math.max(high, 1) * 1.28] },
    },
    axes: [
      {
        stroke: (plot) => ink(plot, '--faint'),
        font: mono,
        size: 24,
        space: 90,
        grid: { show: false },
        ticks: { show: false },
        values: (_plot, splits, _axis, _space, seconds) =>
          splits.map((at) => (seconds < 60 ? withSeconds : minutes).format(at * 1000)),
      },
      {
        stroke: (plot) => ink(plot, '--faint'),
        font: mono,
        size: 44,
        space: 44,
        grid: { stroke: (plot) => ink(plot, '--hair'), width: 1 },
        ticks: { show: false },
        values: (_plot, splits) => splits.map((rows) => short.format(rows)),
      },
    ],
    series: [
      {},
      {
        stroke: (plot) => ink(plot, '--run'),
        fill: (plot) => `color-mix(in srgb, ${ink(plot, '--run')} 10%, transparent)`,
        width: 1.8,
        points: { show: false },
      },
    ],
    hooks: { draw: [draw] },
  }
}
