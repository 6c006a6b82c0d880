import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { answer } from './answer'
import { FrameSplitter } from './copy-frames'
import { rowsOfTag } from './copy-tag'
import { ReusedReads } from './reused-reads'

type DataListener = (chunk: Buffer) => void

/**
 * A `COPY … TO STDOUT` as a query of the driver, whose rows never enter the driver: while it runs, it stands between
 * the socket and the driver's parser, hands CopyData frames on as they are, and gives the parser everything else.
 *
 * `done` settles when the server is ready for the next query (or the socket is gone): with the rows of the server's own
 * tag, or with the server's or the socket's error. `pause` and `resume` hold the socket. What arrives after `discard`
 * is thrown away: a COPY can only be ended by the server.
 */
export class CopyOut implements pg.Submittable {
  readonly done: Promise<bigint>
  private readonly text: string
  private readonly splitter: FrameSplitter
  private discarding = false
  private stream: Duplex | undefined
  private detach: () => void = () => undefined
  private rows: bigint | undefined
  private readonly finished = answer<bigint>()
  private parser: DataListener = () => undefined
  /** For whoever is handed frames, while they are: they stay as they are until the answer is called. */
  keep: () => () => void = () => () => undefined

  constructor(text: string, onFrames: (frames: Buffer) => void) {
    this.text = text
    this.done = this.finished.promise
    this.splitter = new FrameSplitter({
      rows: (frames) => {
        if (!this.discarding) onFrames(frames)
      },
      other: (messages) => this.parser(messages),
    })
  }

  /** True between two frames: only there can a reader of these frames be stopped in order. */
  get betweenFrames(): boolean {
    return this.splitter.betweenFrames
  }

  get bytes(): number {
    return this.splitter.payloadBytes
  }

  submit(connection: pg.Connection): void {
    const { stream } = connection
    const [parser, ...others] = stream.listeners('data') as DataListener[]
    if (parser === undefined || others.length > 0) throw new Error('The driver no longer reads its socket as it did.')
    this.stream = stream
    const splitting: DataListener = (chunk) => this.splitter.push(chunk)
    const stop =
      stream instanceof ReusedReads
        ? this.readReused(stream, parser, splitting)
        : this.readFresh(stream, parser, splitting)
    this.detach = () => {
      this.detach = () => undefined
      stop()
      stream.resume()
    }
    connection.query(this.text)
  }

  private readReused(stream: ReusedReads, parser: DataListener, splitting: DataListener): () => void {
    // The driver may keep what it is given.
    this.parser = (messages) => parser(Buffer.from(messages))
    this.keep = () => stream.keep()
    stream.reader = splitting
    return () => {
      stream.reader = null
    }
  }

  private readFresh(stream: Duplex, parser: DataListener, splitting: DataListener): () => void {
    this.parser = parser
    stream.removeListener('data', parser)
    stream.on('data', splitting)
    return () => {
      stream.removeListener('data', splitting)
      stream.on('data', parser)
    }
  }

  pause(): void {
    if (!this.discarding) this.stream?.pause()
  }

  resume(): void {
    this.stream?.resume()
  }

  discard(): void {
    this.discarding = true
    this.stream?.resume()
  }

  /** Breaks the connection, where the server does not end the COPY. */
  destroy(): void {
    this.stream?.destroy()
  }

  handleCommandComplete(message: { text: string }): void {
    this.rows = rowsOfTag(message.text)
  }

  handleReadyForQuery(): void {
    this.detach()
    if (this.rows === undefined) this.finished.reject(new Error('The source ended a COPY without its tag.'))
    else this.finished.resolve(this.rows)
  }

  handleError(error: unknown): void {
    this.detach()
    this.finished.reject(error)
  }
}
