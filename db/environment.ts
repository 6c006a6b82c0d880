import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { err, ok, type Result } from '@/domain/result'

/** A list of JWKs as JSON, first = active. */
export const keyListSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' })
      return z.NEVER
    }
  })
  .pipe(z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1))

/** A PostgreSQL address. */
export const databaseUrlSchema = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')

/**
 * Reads a process's settings from the environment. Every name may also come as `NAME_FILE`, the path of a file that holds the value.
 * All problems are answered at once, by name; no value is ever part of one.
 */
export function readEnvironment<T extends z.ZodObject>(
  schema: T,
  env: Readonly<Record<string, string | undefined>>,
): Result<z.infer<T>, string[]> {
  const given: [string, string][] = []
  const problems: string[] = []
  for (const name of Object.keys(schema.shape)) {
    const path = env[`${name}_FILE`]
    const plain = env[name]
    if (plain !== undefined && plain !== '') given.push([name, plain])
    else if (path !== undefined && path !== '') {
      const content = readFile(path)
      if (content === null) problems.push(`${name}_FILE names a file that cannot be read`)
      else given.push([name, content])
    }
  }
  const parsed = schema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const known = new Set(given.map(([name]) => name))
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0] ?? '')
      if (problems.some((problem) => problem.startsWith(`${name}_FILE`))) continue
      problems.push(known.has(name) ? `${name} ${issue.message}` : `${name} is missing`)
    }
  }
  return parsed.success && problems.length === 0 ? ok(parsed.data) : err([...new Set(problems)])
}

function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trimEnd()
  } catch {
    return null
  }
}
