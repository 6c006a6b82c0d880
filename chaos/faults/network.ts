import { setTimeout as wait } from 'node:timers/promises'
import type { TcpProxy } from '@/testbed/proxy'
import type { Battlefield } from '../battlefield'
import { between, type Random } from '../random'
import type { End } from '../scenario'
import { holderOf } from '../sight'
import type { Fault } from './fault'

/** All connections are reset, some times. */
export const cut = (end: End): Fault =>
  onProxies(end, async (proxies, random) => {
    for (let n = between(random, 1, 3); n > 0; n--) {
      for (const proxy of proxies) proxy.cut()
      await wait(between(random, 30, 400))
    }
  })

/** Nothing passes for a while, and nothing is closed. */
export const freezeNet = (end: End): Fault =>
  onProxies(end, async (proxies, random) => {
    for (const proxy of proxies) proxy.freeze()
    await wait(between(random, 500, 2_500))
    for (const proxy of proxies) proxy.thaw()
  })

/** Connections are reset, and new ones refused for a while. */
export const refuse = (end: End): Fault =>
  onProxies(end, async (proxies, random) => {
    for (const proxy of proxies) {
      proxy.refuse()
      proxy.cut()
    }
    await wait(between(random, 400, 2_000))
    for (const proxy of proxies) proxy.accept()
  })

/** Every piece of data takes longer. */
export const delay = (end: End): Fault =>
  onProxies(end, async (proxies, random) => {
    const ms = between(random, 5, 40)
    for (const proxy of proxies) proxy.delay(ms)
    await wait(between(random, 1_000, 2_500))
    for (const proxy of proxies) proxy.delay(0)
  })

/** Between the workers and Godwit's own database the network may break for one of them alone: the one that holds the run. */
function onProxies(end: End, harm: (proxies: readonly TcpProxy[], random: Random) => Promise<void>): Fault {
  return async (field, random) => {
    const all = field.arena.proxies[end]
    const chosen = end === 'own' && random() < 0.6 ? await proxyOfHolder(field) : all
    await harm(chosen, random)
  }
}

async function proxyOfHolder(field: Battlefield): Promise<readonly TcpProxy[]> {
  const proxies = field.arena.proxies.own
  const holder = await holderOf(field)
  const proxy = proxies[field.arena.workers.indexOf(holder ?? -1)]
  return proxy === undefined ? proxies : [proxy]
}
