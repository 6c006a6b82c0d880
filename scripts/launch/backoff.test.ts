import { expect, it } from 'vitest'
import { deathsInARow, restartDelayMs, steadyMs } from './backoff.mjs'

it('the first restart comes within a second, later ones after ever longer waits of at most half a minute', () => {
  const delays = Array.from({ length: 40 }, (_, index) => restartDelayMs(index + 1))
  expect(delays.slice(0, 7)).toEqual([250, 1000, 2000, 4000, 8000, 16_000, 30_000])
  expect(Math.max(...delays)).toBe(30_000)
})

it('a process that lived a while dies for the first time again', () => {
  expect(deathsInARow(6, steadyMs - 1)).toBe(7)
  expect(deathsInARow(6, steadyMs)).toBe(1)
})
