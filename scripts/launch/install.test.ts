import { describe, expect, it } from 'vitest'
import { isInstalled } from './install.mjs'

const linux = {
  platform: 'linux',
  arch: 'x64',
  report: { getReport: () => ({ header: { glibcVersionRuntime: '2.36' } }) },
}
const lock = {
  packages: {
    '': { name: 'godwit' },
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/mac': { version: '1.0.0', integrity: 'x', optional: true, os: ['darwin'] },
    'node_modules/musl': { version: '1.0.0', integrity: 'x', optional: true, os: ['linux'], libc: ['musl'] },
    'node_modules/part-of-wasm': { version: '1.0.0', integrity: 'x', optional: true },
    'node_modules/here': {
      version: '1.0.0',
      integrity: 'x',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['glibc'],
    },
  },
}
const present = {
  'node_modules/a': lock.packages['node_modules/a'],
  'node_modules/here': lock.packages['node_modules/here'],
}

describe('what npm itself installed', () => {
  it('counts if nothing but other platforms is missing', () => {
    expect(isInstalled(lock, { packages: present }, linux)).toBe(true)
  })

  it('does not count with another version or integrity', () => {
    const other = { ...present, 'node_modules/a': { version: '1.0.0', integrity: 'y' } }
    expect(isInstalled(lock, { packages: other }, linux)).toBe(false)
  })

  it("does not count without this platform's own package", () => {
    expect(isInstalled(lock, { packages: { 'node_modules/a': present['node_modules/a'] } }, linux)).toBe(false)
  })

  it('does not count where npm left no list', () => {
    expect(isInstalled(lock, undefined, linux)).toBe(false)
  })
})
