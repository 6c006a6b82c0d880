import { expect, it } from 'vitest'
import { isGoodNode } from './node.mjs'

it.each(['22.13.0', 'v22.20.1', '24.0.0', '26.1.0', '27.0.0', '30.2.1'])('%s is good enough', (version) => {
  expect(isGoodNode(version)).toBe(true)
})

it.each(['18.20.0', '20.20.2', '22.12.0', '23.9.0', '25.0.0'])('%s is not', (version) => {
  expect(isGoodNode(version)).toBe(false)
})
