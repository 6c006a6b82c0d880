import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameSplitter } from './copy-frames'

const frame = (code: string, content: Buffer) => {
  const header = Buffer.alloc(5)
  header.write(code)
  header.writeUInt32BE(content.length + 4, 1)
  return Buffer.concat([header, content])
}

/** Messages of a server, and the same bytes cut into pieces at any places. */
const stream = fc
  .array(
    fc.record({ code: fc.constantFrom('d', 'H', 'c', 'C', 'Z', 'N', 'E'), content: fc.uint8Array({ maxLength: 40 }) }),
  )
  .chain((messages) => {
    const frames = messages.map(({ code, content }) => ({ code, bytes: frame(code, Buffer.from(content)) }))
    const bytes = Buffer.concat(frames.map((f) => f.bytes))
    return fc.record({
      frames: fc.constant(frames),
      bytes: fc.constant(bytes),
      cuts: fc.array(fc.nat(Math.max(0, bytes.length)), { maxLength: 20 }),
    })
  })

describe('the splitter of frames', () => {
  it('gives every byte of CopyData to the one side and every other byte to the driver, wherever the stream is cut', () => {
    fc.assert(
      fc.property(stream, ({ frames, bytes, cuts }) => {
        const rows: Buffer[] = []
        const other: Buffer[] = []
        const splitter = new FrameSplitter({ rows: (b) => rows.push(b), other: (b) => other.push(b) })
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        for (let n = 1; n < edges.length; n++) splitter.push(bytes.subarray(edges[n - 1], edges[n]))
        const of = (isRows: boolean) =>
          Buffer.concat(frames.filter((f) => (f.code === 'd') === isRows).map((f) => f.bytes))
        expect(Buffer.concat(rows)).toEqual(of(true))
        expect(Buffer.concat(other)).toEqual(of(false))
        const contents = frames.filter((f) => f.code === 'd').reduce((sum, f) => sum + f.bytes.length - 5, 0)
        expect(splitter.payloadBytes).toBe(contents)
        expect(splitter.betweenFrames).toBe(true)
      }),
    )
  })

  it('knows that it is inside a frame', () => {
    const splitter = new FrameSplitter({ rows: () => undefined, other: () => undefined })
    const bytes = frame('d', Buffer.from('abc'))
    splitter.push(bytes.subarray(0, 2))
    expect(splitter.betweenFrames).toBe(false)
    splitter.push(bytes.subarray(2))
    expect(splitter.betweenFrames).toBe(true)
  })
})
