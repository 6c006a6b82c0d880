import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const rotateAtBytes = 20 << 20

/** An append-only log that keeps one older part (`.1`) and so never grows past 40 MB. */
export function openLog(path) {
  mkdirSync(dirname(path), { recursive: true })
  let fd
  let bytes
  const open = () => {
    fd = openSync(path, 'a', 0o600)
    bytes = statSync(path).size
  }
  open()
  return {
    path,
    write(line) {
      if (bytes > rotateAtBytes) {
        closeSync(fd)
        renameSync(path, `${path}.1`)
        open()
      }
      bytes += writeSync(fd, `${line}\n`)
    },
    close: () => closeSync(fd),
  }
}
