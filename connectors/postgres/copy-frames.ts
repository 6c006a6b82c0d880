const copyData = 0x64
const headerBytes = 5

/** Where the bytes of a COPY stream go. Slices share the chunk's memory. */
export interface FrameSink {
  /** CopyData frames (`d`), headers included, as they came. */
  readonly rows: (frames: Buffer) => void
  /** Every other message of the server, for the driver. */
  readonly other: (messages: Buffer) => void
}

/**
 * Tells CopyData frames from the other messages of a server without reading either: it looks at the five bytes of a
 * frame's header and counts the rest, so that a frame may be of any size and arrive in any pieces.
 */
export class FrameSplitter {
  /** Of all CopyData frames so far, headers left out. */
  payloadBytes = 0
  private readonly sink: FrameSink
  private headerSeen = 0
  private isRows = false
  private length = 0
  private left = 0

  constructor(sink: FrameSink) {
    this.sink = sink
  }

  get betweenFrames(): boolean {
    return this.headerSeen === 0
  }

  push(chunk: Buffer): void {
    let start = 0
    let at = 0
    const flush = (end: number) => {
      if (end > start) (this.isRows ? this.sink.rows : this.sink.other)(chunk.subarray(start, end))
      start = end
    }
    while (at < chunk.length) {
      if (this.headerSeen === headerBytes) {
        const taken = Math.min(this.left, chunk.length - at)
        at += taken
        this.left -= taken
        if (this.isRows) this.payloadBytes += taken
        if (this.left === 0) this.headerSeen = 0
        continue
      }
      const byte = chunk[at] ?? 0
      if (this.headerSeen === 0) {
        const isRows = byte === copyData
        if (isRows !== this.isRows) flush(at)
        this.isRows = isRows
        this.length = 0
      } else {
        this.length = this.length * 256 + byte
      }
      at += 1
      this.headerSeen += 1
      if (this.headerSeen === headerBytes) {
        this.left = this.length - 4
        if (this.left === 0) this.headerSeen = 0
      }
    }
    flush(chunk.length)
  }
}
