/** How many rows each part of the demo has. Lines of orders come of a hash, and events fill up what is left of `rows`. */
export type Sizes = {
  rows: number
  products: number
  employees: number
  customers: number
  orders: number
  documents: number
}

const least = 1_000
const most = 100_000_000

/** Sizes for a total of `rows`. Throws where `rows` is no whole number in range. */
export function sizesFor(rows: number): Sizes {
  if (!Number.isInteger(rows) || rows < least || rows > most) {
    throw new RangeError(`GODWIT_DEMO_ROWS is ${rows}; it must be a whole number from ${least} to ${most}`)
  }
  return {
    rows,
    products: Math.min(1_500, Math.floor(rows / 50)),
    employees: Math.min(120, Math.floor(rows / 50)),
    customers: Math.floor(rows * 0.06),
    orders: Math.floor(rows * 0.16),
    documents: Math.floor(rows * 0.06),
  }
}
