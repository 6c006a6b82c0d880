import type { ChartMark } from './chart-marks'

/** Marks that stand so close that one line and one button serve them all. */
export interface MarkGroup {
  /** Where the first of them stands, in pixels from the left. */
  readonly x: number
  readonly marks: readonly [ChartMark, ...ChartMark[]]
  readonly label: string
}

/** A button is this wide, so that a finger meets it. */
const apart = 24

/** Puts marks together that would overlap, from left to right; those without a place in the shown span (`xOf` null) are left out. */
export function gatherMarks(marks: readonly ChartMark[], xOf: (mark: ChartMark) => number | null): MarkGroup[] {
  const groups: { x: number; marks: [ChartMark, ...ChartMark[]] }[] = []
  for (const mark of marks) {
    const x = xOf(mark)
    if (x === null) continue
    const last = groups.at(-1)
    if (last !== undefined && x - last.x < apart) last.marks.push(mark)
    else groups.push({ x, marks: [mark] })
  }
  return groups.map((group) => ({ ...group, label: labelOf(group.marks) }))
}

/** One mark's own words; of several, what happened to the run is told before what happened to chunks. */
function labelOf(marks: readonly [ChartMark, ...ChartMark[]]): string {
  const [first, ...others] = marks
  if (others.length === 0) return first.label
  const told = marks.find(({ kind }) => kind === 'run')
  return told === undefined ? `chunks resized × ${marks.length}` : `${told.label} + ${others.length}`
}
