import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { answer } from './answer'
import { rowsOfTag } from './copy-tag'

const copyDone = Buffer.from([0x63, 0, 0, 0, 4])
const copyFail = Buffer.concat([Buffer.from([0x66, 0, 0, 0, 12]), Buffer.from('stopped\0')])

/**
 * A `COPY … FROM STDIN` as a query of the driver, fed with whole CopyData frames in any pieces.
 *
 * `ready` resolves when the server takes rows. `done` settles when it is ready for the next query (or the socket is
 * gone): with the rows of its own tag, or with the error. Neither is left without an answer when the other fails.
 */
export class CopyIn implements pg.Submittable {
  readonly ready: Promise<void>
  readonly done: Promise<bigint>
  private readonly text: string
  private stream: Duplex | undefined
  private ended = false
  private rows: bigint | undefined
  private readonly taking = answer<void>()
  private readonly finished = answer<bigint>()

  constructor(text: string) {
    this.text = text
    this.ready = this.taking.promise
    this.done = this.finished.promise
  }

  submit(connection: pg.Connection): void {
    this.stream = connection.stream
    connection.query(this.text)
  }

  /** Bytes that wait in this process. */
  get queuedBytes(): number {
    return this.stream?.writableLength ?? 0
  }

  /** Sends frames, or pieces of them; `onSent` is called when the socket has taken them. */
  write(frames: Buffer, onSent: () => void): void {
    if (this.ended || this.stream?.writable !== true) return
    this.stream.write(frames, onSent)
  }

  /** All rows are sent. */
  end(): void {
    this.finish(copyDone)
  }

  /** Makes the server drop what it was sent; `done` rejects then. Only good between whole frames, else `destroy`. */
  fail(): void {
    this.finish(copyFail)
  }

  destroy(): void {
    this.ended = true
    this.stream?.destroy()
  }

  private finish(message: Buffer): void {
    if (this.ended) return
    this.ended = true
    if (this.stream?.writable === true) this.stream.write(message)
  }

  handleCopyInResponse(): void {
    this.taking.resolve()
  }

  handleCommandComplete(message: { text: string }): void {
    this.rows = rowsOfTag(message.text)
  }

  handleReadyForQuery(): void {
    if (this.rows === undefined) this.handleError(new Error('The target ended a COPY without its tag.'))
    else this.finished.resolve(this.rows)
  }

  handleError(error: unknown): void {
    this.ended = true
    this.taking.reject(error)
    this.finished.reject(error)
  }
}
