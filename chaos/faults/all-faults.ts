import type { FaultKind } from '../scenario'
import type { Fault } from './fault'
import { cut, delay, freezeNet, refuse } from './network'
import { freeze, kill, killAll, killPaused, killRetry, killSuccessor, loseLease, rivals, stop } from './processes'
import { crash, endBackends, endKeeper, fillDisk, limit, lock } from './servers'

/** Every fault by its name. */
export const faults: Readonly<Record<FaultKind, Fault>> = {
  kill,
  'kill-both': killAll,
  'kill-successor': killSuccessor,
  'kill-plan': killAll,
  'kill-retry': killRetry,
  'kill-finishing': kill,
  'kill-paused': killPaused,
  'stop-worker': stop,
  'freeze-worker': freeze,
  rivals,
  'lose-lease': loseLease,
  'end-source': endBackends('source'),
  'end-target': endBackends('target'),
  'end-own': endBackends('own'),
  'end-keeper': endKeeper,
  'crash-source': crash('source'),
  'crash-target': crash('target'),
  'crash-own': crash('own'),
  'cut-source': cut('source'),
  'cut-target': cut('target'),
  'cut-own': cut('own'),
  'freeze-source': freezeNet('source'),
  'freeze-target': freezeNet('target'),
  'freeze-own': freezeNet('own'),
  'delay-source': delay('source'),
  'delay-target': delay('target'),
  'delay-own': delay('own'),
  'refuse-source': refuse('source'),
  'refuse-target': refuse('target'),
  'refuse-own': refuse('own'),
  'disk-full': fillDisk,
  'lock-source': lock('source'),
  'lock-target': lock('target'),
  'limit-source': limit('source'),
  'limit-target': limit('target'),
  'limit-own': limit('own'),
}
