const blockBytes = 12
/** What the state begins with, but for the length. */
const start = 0x9e3779b9 + 3_923_095
const zeros = new DataView(new ArrayBuffer(blockBytes))

/**
 * PostgreSQL's `hash_bytes_extended` (Bob Jenkins' lookup3; `src/common/hashfn.c`) as a little-endian server computes it, of bytes that
 * may come in pieces. It is made for every value of a table: numbers of 32 bits throughout, and nothing is allocated.
 *
 * The answer is `high` and `low`, the halves of 64 bits, each signed.
 */
export class Lookup3 {
  high = 0
  low = 0
  private a = 0
  private b = 0
  private c = 0
  private readonly rest = new DataView(new ArrayBuffer(blockBytes))
  private restBytes = 0

  /** Hashes bytes that lie together. The seed is of 32 bits. */
  hash(view: DataView, at: number, length: number, seed: number): void {
    this.begin(length, seed)
    const whole = length - (length % blockBytes)
    this.blocks(view, at, at + whole)
    this.end(view, at + whole, length - whole)
  }

  /** The bytes come in pieces, `length` in all: `add` each of them, then `finish`. The seed is 0. */
  begin(length: number, seed = 0): void {
    this.restBytes = 0
    const from = (start + length) | 0
    this.a = from
    this.b = from
    this.c = from
    if (seed === 0) return
    this.b = (from + seed) | 0
    this.blocks(zeros, 0, blockBytes)
  }

  add(view: DataView, from: number, to: number): void {
    let at = from
    if (this.restBytes > 0) {
      for (; at < to && this.restBytes < blockBytes; at++) this.rest.setUint8(this.restBytes++, view.getUint8(at))
      if (this.restBytes < blockBytes) return
      this.blocks(this.rest, 0, blockBytes)
      this.restBytes = 0
    }
    const end = to - ((to - at) % blockBytes)
    this.blocks(view, at, end)
    for (at = end; at < to; at++) this.rest.setUint8(this.restBytes++, view.getUint8(at))
  }

  finish(): void {
    this.end(this.rest, 0, this.restBytes)
  }

  private blocks(view: DataView, from: number, to: number): void {
    let { a, b, c } = this
    for (let at = from; at < to; at += blockBytes) {
      a = (a + view.getInt32(at, true)) | 0
      b = (b + view.getInt32(at + 4, true)) | 0
      c = (c + view.getInt32(at + 8, true)) | 0
      a = (a - c) ^ ((c << 4) | (c >>> 28))
      c = (c + b) | 0
      b = (b - a) ^ ((a << 6) | (a >>> 26))
      a = (a + c) | 0
      c = (c - b) ^ ((b << 8) | (b >>> 24))
      b = (b + a) | 0
      a = (a - c) ^ ((c << 16) | (c >>> 16))
      c = (c + b) | 0
      b = (b - a) ^ ((a << 19) | (a >>> 13))
      a = (a + c) | 0
      c = (c - b) ^ ((b << 4) | (b >>> 28))
      b = (b + a) | 0
    }
    this.a = a
    this.b = b
    this.c = c
  }

  /** The last bytes, fewer than a block. The lowest byte of `c` belongs to the length. */
  private end(view: DataView, at: number, length: number): void {
    let { a, b, c } = this
    if (length >= 4) {
      a = (a + view.getInt32(at, true)) | 0
      if (length >= 8) {
        b = (b + view.getInt32(at + 4, true)) | 0
        for (let n = 8; n < length; n++) c = (c + (view.getUint8(at + n) << (8 * (n - 7)))) | 0
      } else for (let n = 4; n < length; n++) b = (b + (view.getUint8(at + n) << (8 * (n - 4)))) | 0
    } else for (let n = 0; n < length; n++) a = (a + (view.getUint8(at + n) << (8 * n))) | 0
    c = (c ^ b) - ((b << 14) | (b >>> 18))
    a = (a ^ c) - ((c << 11) | (c >>> 21))
    b = (b ^ a) - ((a << 25) | (a >>> 7))
    c = (c ^ b) - ((b << 16) | (b >>> 16))
    a = (a ^ c) - ((c << 4) | (c >>> 28))
    b = (b ^ a) - ((a << 14) | (a >>> 18))
    c = (c ^ b) - ((b << 24) | (b >>> 8))
    this.high = b | 0
    this.low = c | 0
  }
}
