import { z } from 'zod'
import { type Refusal, refuse } from '@/domain/refusal'
import { ok, type Result } from '@/domain/result'

const schema = z.tuple([z.iso.datetime(), z.uuid()])

/** Where a page ended: a moment, and the id that tells rows of one moment apart. */
export interface Place {
  readonly at: Date
  readonly id: string
}

/** A place as an opaque cursor. */
export function toCursor({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')
}

/** The place that a cursor means; null for the first page. A cursor that Godwit has not made is refused. */
export function fromCursor(cursor: string | null): Result<Place | null, Refusal> {
  if (cursor === null) return ok(null)
  const parsed = schema.safeParse(parse(Buffer.from(cursor, 'base64url').toString()))
  if (!parsed.success)
    return refuse('invalid', 'This cursor is not one that Godwit gave.', 'Begin again without a cursor.', 'cursor')
  const [at, id] = parsed.data
  return ok({ at: new Date(at), id })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON is no cursor of ours: the schema says so
  }
}
