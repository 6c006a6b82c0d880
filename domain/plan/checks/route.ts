import type { SessionRoute } from '../facts'
import { passed, waivable, warning } from '../finding'
import type { Finding } from '../plan'
import type { PlanContext } from '../plan-context'

/** The way to both servers: who can listen, and whether anybody stands between. */
export function route({ source, target }: Pick<PlanContext, 'source' | 'target'>): Finding[] {
  const ends = [
    { end: 'source', route: source.facts.route },
    { end: 'target', route: target.facts.route },
  ] as const
  return [...ends.map(encryption), ...poolers(ends)]
}

type End = { readonly end: 'source' | 'target'; readonly route: SessionRoute }

function encryption({ end, route: { tls, isLocal } }: End): Finding {
  const id = `tls:${end}` as const
  if (tls !== null) {
    const title = `The connection to the ${end} is encrypted.`
    return passed({ id, title, detail: 'Rows cannot be read on their way.', evidence: tls })
  }
  if (isLocal) {
    const title = `The connection to the ${end} stays on its machine.`
    return passed({ id, title, detail: 'It is not encrypted, and nobody else can listen.', evidence: 'loopback' })
  }
  return warning({
    id,
    title: `The connection to the ${end} is not encrypted.`,
    detail: 'Whoever is on the network between can read the rows, and change them.',
    evidence: 'no TLS',
    fix: 'Set TLS of the connection to require or verify-full, and switch ssl on in the server.',
  })
}

function poolers(ends: readonly End[]): Finding[] {
  const found = ends.filter(({ route: { isDirect } }) => !isDirect)
  if (found.length === 0) {
    const title = 'Both servers answer themselves.'
    return [passed({ id: 'direct', title, detail: 'No pooler stands between, which could change sessions midway.' })]
  }
  return found.map(({ end }) =>
    waivable({
      id: `pooler:${end}`,
      title: `A pooler answers for the ${end}.`,
      detail:
        'A run needs sessions of its own: settings, snapshots and locks get lost where a pooler gives a session to somebody else.',
      evidence: 'the session was opened with another process than the one that answers',
      fix: 'Connect to the server itself, or waive this where the pooler keeps one session for each client (session mode).',
    }),
  )
}
