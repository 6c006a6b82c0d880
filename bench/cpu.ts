import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** CPU time in milliseconds that processes have used so far, in user mode and in the kernel. */
export type CpuMs = number

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

interface Stat {
  readonly parent: number
  /** Of the process itself. */
  readonly own: CpuMs
  /** Of its children that ended and were waited for, with theirs. */
  readonly ended: CpuMs
}

/** Undefined: the process is gone. */
function statOf(pid: number | 'self'): Stat | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // The name, in brackets, may hold anything: fields are counted behind it, the first of them being the third of proc(5).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ms = (...places: number[]) =>
    (places.reduce((sum, place) => sum + Number(fields[place - 3]), 0) / ticksPerSecond) * 1_000
  return { parent: Number(fields[4 - 3]), own: ms(14, 15), ended: ms(16, 17) }
}

/** CPU of a process and of everything below it, those that ended included. */
export function cpuOfTree(root: number): CpuMs {
  const stats = new Map<number, Stat>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined
    if (stat !== undefined) stats.set(Number(name), stat)
  }
  const below = (pid: number): boolean => {
    for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (at === root) return true
    return false
  }
  let sum = 0
  for (const [pid, { own, ended }] of stats) if (below(pid)) sum += own + ended
  return sum
}

/** CPU of all programs that this process started and that have ended. */
export function cpuOfEndedChildren(): CpuMs {
  return statOf('self')?.ended ?? 0
}

/** The most memory in bytes that a process ever held. */
export function peakRssOf(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1_024
}

/** The processes right below one, and their command lines. */
export function childrenOf(pid: number): { pid: number; command: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || statOf(Number(name))?.parent !== pid) return []
    return [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }]
  })
}
