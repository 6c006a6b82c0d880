const zero = 48
const minus = 45
const billion = 1_000_000_000

/** The longest: a sign and 19 digits. */
const mostBytes = 20

/** Whole numbers of 64 bits as the text that PostgreSQL writes of an int8, without allocating. It ends where `view` ends. */
export class DecimalDigits {
  readonly view = new DataView(new ArrayBuffer(mostBytes))
  private at = mostBytes

  /** Writes the number of these halves, each a signed 32-bit number. Answers where in `view` its text begins. */
  write(high: number, low: number): number {
    this.at = mostBytes
    const isNegative = high < 0
    // Two's complement; the smallest number is its own, and is read as unsigned below.
    const lower = (isNegative ? -low : low) >>> 0
    const upper = (isNegative ? (lower === 0 ? -high : ~high) : high) >>> 0
    // Long division by 10⁹, 16 bits at a time, so that no step leaves the whole numbers that a double holds.
    let rest = upper
    const q0 = Math.floor(rest / billion)
    rest = (rest - q0 * billion) * 65_536 + (lower >>> 16)
    const q1 = Math.floor(rest / billion)
    rest = (rest - q1 * billion) * 65_536 + (lower & 0xffff)
    const q2 = Math.floor(rest / billion)
    const billions = q0 * 4_294_967_296 + q1 * 65_536 + q2
    const lowest = rest - q2 * billion
    if (billions === 0) this.digits(lowest, 1)
    else {
      this.digits(lowest, 9)
      const top = Math.floor(billions / billion)
      const middle = billions - top * billion
      this.digits(middle, top === 0 ? 1 : 9)
      if (top > 0) this.digits(top, 1)
    }
    if (isNegative) this.view.setUint8(--this.at, minus)
    return this.at
  }

  /** At least `least` digits of a number below 10⁹. */
  private digits(value: number, least: number): void {
    let left = value | 0
    for (let n = 0; n < least || left > 0; n++) {
      const tens = (left / 10) | 0
      this.view.setUint8(--this.at, zero + left - tens * 10)
      left = tens
    }
  }
}
