import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runTool } from './run-tool.mjs'

const signal = new AbortController().signal

it('answers what a program said and how it ended', async () => {
  const { code, output, ended } = await runTool(['tsc', '--version'], { signal })
  expect({ code, ended }).toEqual({ code: 0, ended: true })
  expect(output).toMatch(/^Version 6\./)
})

it('ends a program that has reported but never ends', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-tool-'))
  const report = join(dir, 'report.json')
  const script = `require('node:fs').writeFileSync(${JSON.stringify(report)}, '{}'); setInterval(() => 0, 1000)`
  const { ended } = await runTool(['tsx', '-e', script], { signal, report, lingerMs: 100 })
  expect(ended).toBe(false)
  rmSync(dir, { recursive: true })
})
