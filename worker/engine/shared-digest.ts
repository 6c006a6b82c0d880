import type { TableDigest } from '@/connectors/postgres/digest'
import { sumDigests } from '@/domain/transfer/digest-sum'
import type { RunSession } from './session'

/** What a lane may do for the verification of a table while another lane is at it: with its own session of the target. */
export type Errand = (target: RunSession) => Promise<void>

/**
 * The digest of one large table of the target, which several lanes take together: range by range, under one snapshot. The lane that
 * verifies the table makes it, and waits for `settled`; the others are its help.
 */
export class SharedDigest {
  /** Exported by the lane that verifies, which holds it. */
  readonly snapshot: string
  /** The digest of the whole, or the first error of any lane. */
  readonly settled: Promise<TableDigest>
  private readonly ranges: string[]
  private errand: Errand | null
  private readonly digests: string[] = []
  private left: number
  private isOver = false
  private resolve: (digest: TableDigest) => void = () => undefined
  private reject: (error: unknown) => void = () => undefined

  /** `ranges` are conditions on rows, which together hold each row once. The errand is only for a lane that helps. */
  constructor(snapshot: string, ranges: readonly string[], errand: Errand | null) {
    this.snapshot = snapshot
    this.ranges = [...ranges]
    this.left = ranges.length
    this.errand = errand
    this.settled = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    this.settled.catch(() => undefined) // whoever verifies may have failed before it waits
  }

  get wantsHelp(): boolean {
    return !this.isOver && (this.ranges.length > 0 || this.errand !== null)
  }

  takeErrand(): Errand | null {
    const { errand } = this
    this.errand = null
    return errand
  }

  /** The next range that nobody has taken; undefined: there is none, or there is no use in more. */
  takeRange(): string | undefined {
    return this.isOver ? undefined : this.ranges.shift()
  }

  add({ text }: TableDigest): void {
    this.digests.push(text)
    this.left -= 1
    if (this.left > 0) return
    const whole = sumDigests(this.digests)
    const [, rows] = whole?.split(':') ?? []
    if (whole === null || rows === undefined) throw new Error('Digests of one table do not add up.')
    this.isOver = true
    this.resolve({ rows: BigInt(rows), text: whole })
  }

  fail(error: unknown): void {
    this.isOver = true
    this.reject(error)
  }
}
