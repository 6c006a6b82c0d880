import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { filesBelow, fingerprint, readJson, writeWhole } from './stamp.mjs'

it('a fingerprint sees names, contents and where one ends and the next begins', () => {
  const prints = [
    fingerprint([['a', 'xy']]),
    fingerprint([
      ['a', 'x'],
      ['', 'y'],
    ]),
    fingerprint([['b', 'xy']]),
    fingerprint([['a', 'xz']]),
  ]
  expect(new Set(prints).size).toBe(4)
  expect(fingerprint([['a', Buffer.from('xy')]])).toBe(prints[0])
})

it('half a file reads as none, and a written one is whole', () => {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-stamp-'))
  const path = join(dir, 'deep', 'x.json')
  expect(readJson(path)).toBeUndefined()
  writeWhole(path, '{"half')
  expect(readJson(path)).toBeUndefined()
  writeWhole(path, '{"whole":1}')
  expect(readJson(path)).toEqual({ whole: 1 })
  rmSync(dir, { recursive: true })
})

it('finds files below folders and files by themselves, in one order', () => {
  const dir = mkdtempSync(join(tmpdir(), 'godwit-files-'))
  mkdirSync(join(dir, 'b', 'c'), { recursive: true })
  for (const path of ['b/c/2.ts', 'b/1.ts', 'a.json']) writeFileSync(join(dir, path), '')
  expect(filesBelow(dir, ['b', 'a.json', 'absent'])).toEqual(['a.json', 'b/1.ts', 'b/c/2.ts'])
  rmSync(dir, { recursive: true })
})
