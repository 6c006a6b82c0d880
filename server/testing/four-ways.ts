import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { audit } from '@/db/schema/events'
import type { RefusalCode } from '@/domain/refusal'
import { digestDatabase, failAuditOf } from './whole-database'
import { refusalOf, type World } from './world'

type Client = Awaited<ReturnType<World['as']>>
type Person = keyof World['people']

/** A command that is not about a migration's state. */
export interface CommandCase<T> {
  /** As the audit calls it. */
  readonly action: string
  readonly from: () => Promise<T>
  readonly ask: (client: Client, given: T, idempotencyKey?: string) => Promise<unknown>
  readonly does: (answer: unknown, given: T) => Promise<void> | void
  /** Who may not: forbidden for members, not-found for a stranger. Empty for a command that everybody has for themselves. */
  readonly mayNot: readonly (readonly [Person, RefusalCode])[]
  /** A situation in which it is refused. */
  readonly unless?: { readonly from: () => Promise<T>; readonly code: RefusalCode; readonly field?: string }
}

/** Tests a command four ways, and once more with one key: done, refused by policy, refused by state, rolled back whole, one effect. */
export function testFourWays<T>(getWorld: () => World, one: CommandCase<T>): void {
  const { action, from, ask, does, mayNot, unless } = one
  const db = () => getWorld().database.db
  const auditRows = async () => (await db().select().from(audit).where(eq(audit.action, action))).length

  describe(action, () => {
    it('is done, and audited once', async () => {
      const given = await from()
      const before = await auditRows()
      const answer = await ask(await getWorld().as(getWorld().people.owner), given)
      await does(answer, given)
      expect(await auditRows()).toBe(before + 1)
    })

    for (const [person, code] of mayNot)
      it(`is refused to the ${person}: ${code}`, async () => {
        const given = await from()
        const before = await digestDatabase(db())
        expect(await refusalOf(ask(await getWorld().as(getWorld().people[person]), given))).toMatchObject({ code })
        expect(await digestDatabase(db())).toEqual(before)
      })

    if (unless !== undefined)
      it(`is refused by the state of things: ${unless.code}`, async () => {
        const given = await unless.from()
        const before = await digestDatabase(db())
        const refusal = await refusalOf(ask(await getWorld().as(getWorld().people.owner), given))
        expect(refusal.code).toBe(unless.code)
        expect(refusal.field).toBe(unless.field)
        expect(await digestDatabase(db())).toEqual(before)
      })

    it('rolls back whole', async () => {
      const given = await from()
      const before = await digestDatabase(db())
      const lift = await failAuditOf(db(), action)
      const failed = ask(await getWorld().as(getWorld().people.owner), given, randomUUID())
      await expect(failed).rejects.toMatchObject({ data: { code: 'INTERNAL_SERVER_ERROR' } })
      await lift()
      expect(await digestDatabase(db())).toEqual(before)
    })

    it('has one effect for one key', async () => {
      const given = await from()
      const owner = await getWorld().as(getWorld().people.owner)
      const key = randomUUID()
      const before = await auditRows()
      const [first, second] = await Promise.all([ask(owner, given, key), ask(owner, given, key)])
      expect(second).toEqual(first)
      expect(await ask(owner, given, key)).toEqual(first)
      expect(await auditRows()).toBe(before + 1)
    })
  })
}
