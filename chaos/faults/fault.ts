import type { Battlefield } from '../battlefield'
import type { Random } from '../random'

/** Does its harm and takes it away again; resolves when the trouble is over. Throws `NotPossible` where it cannot be done here. */
export type Fault = (field: Battlefield, random: Random) => Promise<void>

/** This machine or user cannot make that fault: the seed does not count. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible'
}
