import type { z } from 'zod'
import type { Refusal, RefusalCode } from '@/domain/refusal'
import type { Result } from '@/domain/result'

const statuses: Record<RefusalCode, number> = {
  'not-found': 404,
  forbidden: 403,
  'illegal-state': 409,
  stale: 409,
  conflict: 409,
  invalid: 400,
  blocked: 412,
  unacknowledged: 412,
}
const noStore = { 'cache-control': 'no-store' }

/** JSON that no cache keeps. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: noStore })
}

/** Answers a posted form of a page that works before sign-in: the input is checked, a refusal becomes its status and its words. */
export async function answerForm<S extends z.ZodType>(
  request: Request,
  schema: S,
  work: (input: z.output<S>) => Promise<Result<unknown, Refusal>>,
): Promise<Response> {
  const parsed = schema.safeParse(await readJson(request))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const message = issue?.message ?? 'The input is not valid.'
    const field = issue?.path.join('.')
    return json({ code: 'invalid', message, fix: '', ...(field ? { field } : {}) }, 400)
  }
  const result = await work(parsed.data)
  return result.ok ? json({}, 201) : json(result.error, statuses[result.error.code])
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch {
    return null // what is no JSON is no valid input either
  }
}
