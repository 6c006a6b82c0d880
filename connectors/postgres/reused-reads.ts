import { Socket } from 'node:net'

const pieceBytes = 64 * 1024
/** So many are kept for later; a queue that was longer for a while leaves no more behind. */
const mostFree = 20

interface Piece {
  readonly buffer: Buffer
  holders: number
}

/**
 * A socket that reads into the same few buffers again and again: fresh ones make the garbage collector look at the whole heap for each
 * few dozen megabytes that pass, which costs more than passing them on.
 *
 * While there is a `reader`, it is given what arrives; else listeners of `data` are, who may keep it: they get copies.
 */
export class ReusedReads extends Socket {
  reader: ((bytes: Buffer) => void) | null = null
  private readonly free: Piece[]
  private current: Piece

  constructor() {
    const free: Piece[] = []
    const first = newPiece()
    super({
      onread: {
        buffer: () => {
          this.current = free.pop() ?? newPiece()
          return this.current.buffer
        },
        callback: (length) => {
          this.deliver(length)
          return true
        },
      },
    })
    this.free = free
    this.current = first
  }

  /** For a reader, while it is called: what it was given stays as it is until the answer is called, once. */
  keep(): () => void {
    const piece = this.current
    piece.holders += 1
    return () => this.release(piece)
  }

  private deliver(length: number): void {
    const piece = this.current
    piece.holders = 1
    const bytes = piece.buffer.subarray(0, length)
    if (this.reader === null) this.emit('data', Buffer.from(bytes))
    else this.reader(bytes)
    this.release(piece)
  }

  private release(piece: Piece): void {
    piece.holders -= 1
    if (piece.holders === 0 && this.free.length < mostFree) this.free.push(piece)
  }
}

const newPiece = (): Piece => ({ buffer: Buffer.allocUnsafeSlow(pieceBytes), holders: 0 })
