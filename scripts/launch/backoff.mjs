const firstMs = 250
const longestMs = 30_000
/** A process that lived this long counts as healthy: its next death is a first one again. */
export const steadyMs = 30_000

/** How long to wait before a process is started again after its nth death in a row (n from 1). */
export function restartDelayMs(deaths) {
  return Math.min(longestMs, deaths <= 1 ? firstMs : 1000 * 2 ** Math.min(deaths - 2, 30))
}

/** Deaths in a row, counting this one of a process that lived `livedMs`. */
export function deathsInARow(before, livedMs) {
  return livedMs >= steadyMs ? 1 : before + 1
}
