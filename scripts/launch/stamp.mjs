import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One hash over named parts; the names and lengths keep two parts from being read as one. */
export function fingerprint(parts) {
  const hash = createHash('sha256')
  for (const [name, content] of parts) hash.update(`${name}\0${content.length}\0`).update(content)
  return hash.digest('hex')
}

/** Content of a file, or undefined where there is none. */
export function readIfThere(path, encoding) {
  try {
    return readFileSync(path, encoding)
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  }
}

/** Parsed JSON of a file, or undefined where there is none or a kill left half of one. */
export function readJson(path) {
  const text = readIfThere(path, 'utf8')
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Writes a file whole or not at all: a reader meets the old content or the new, never half. */
export function writeWhole(path, content, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true })
  const half = `${path}.${process.pid}.half`
  writeFileSync(half, content, { mode })
  renameSync(half, path)
}

/** Every file below the given folders and files of `root`, sorted, as paths relative to it. */
export function filesBelow(root, starts, keep = () => true) {
  const found = []
  const walk = (path) => {
    let entries
    try {
      entries = readdirSync(join(root, path), { withFileTypes: true })
    } catch (error) {
      if (error.code === 'ENOTDIR') return void found.push(path)
      if (error.code === 'ENOENT') return
      throw error
    }
    for (const entry of entries) {
      if (entry.isDirectory()) walk(`${path}/${entry.name}`)
      else found.push(`${path}/${entry.name}`)
    }
  }
  starts.forEach(walk)
  return found.filter(keep).sort()
}
