import { randomUUID } from 'node:crypto'

const requestIdPattern = /^[A-Za-z0-9_-]{8,64}$/

/** A request's id: the one that a proxy in front has given, or a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id')
  return given !== null && requestIdPattern.test(given) ? given : randomUUID()
}
