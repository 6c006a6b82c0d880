/** What several measurements of the same thing come to. */
export interface Spread {
  readonly median: number
  readonly q1: number
  readonly q3: number
  readonly count: number
}

/** Median and quartiles, between neighbours where they fall between two. Undefined without a measurement. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const [below = 0, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
    return below + (above - below) * (place - Math.floor(place))
  }
  return { median: at(0.5), q1: at(0.25), q3: at(0.75), count: values.length }
}

/** A figure of which less is better, written so that it never looks better than it is: rounded up. */
export function written(value: number, digits: number): string {
  const factor = 10 ** digits
  return (Math.ceil(Number((value * factor).toPrecision(12))) / factor).toFixed(digits)
}
