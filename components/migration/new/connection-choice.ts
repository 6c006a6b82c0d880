import type { ConnectionDto, Endpoint } from '@/domain/contracts/connection'

/** Do two endpoints name one database, whoever signs in to it? */
function sameDatabase(a: Endpoint, b: Endpoint): boolean {
  return a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port && a.database === b.database
}

/** Why a connection cannot be the target of a migration from `source`; null where it can. */
export function whyNotTarget(source: ConnectionDto | undefined, target: ConnectionDto): string | null {
  if (source === undefined) return null
  if (source.id === target.id) return 'It is the source.'
  if (sameDatabase(source.endpoint, target.endpoint)) return 'It is the same database as the source.'
  return null
}

/** What stands in the way of using a connection, from its last test: null where nothing is known to. */
export function testHint({ lastTest }: Pick<ConnectionDto, 'lastTest'>): { detail: string; fix: string | null } | null {
  if (lastTest === null || lastTest.state !== 'failed') return null
  const failed = lastTest.steps.find((step) => step.state === 'failed')
  return failed === undefined
    ? { detail: 'Its last test failed.', fix: null }
    : { detail: `Its last test failed: ${failed.detail}`, fix: failed.fix }
}
