import { z } from 'zod'

const problem = z.object({
  message: z.string().nullish(),
  detail: z.string().nullish(),
  fix: z.string().nullish(),
  field: z.string().nullish(),
})

export type PostAnswer = { ok: true } | { ok: false; message: string; field: string | undefined }

/** Posts a form of the pages that work before sign-in. What goes wrong comes back in words, whatever it was. */
export async function postJson(path: string, body: unknown): Promise<PostAnswer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)
  if (response === null) return { ok: false, message: 'Godwit did not answer. Is it still running?', field: undefined }
  if (response.ok) return { ok: true }
  if (response.status === 429) {
    const seconds = response.headers.get('retry-after') ?? '60'
    return { ok: false, message: `Too many attempts. Try again in ${seconds} s.`, field: undefined }
  }
  const told = problem.safeParse(await response.json().catch(() => null))
  const { message, detail, fix, field } = told.success ? told.data : {}
  const said = [message ?? detail, fix].filter(Boolean).join(' ')
  return { ok: false, message: said || 'Godwit could not do that; its log tells why.', field: field ?? undefined }
}
