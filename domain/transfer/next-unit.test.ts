import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextUnit, type TaskView } from './next-unit'

const fresh: TaskView = {
  n: 0,
  level: 0,
  effect: 'create',
  failed: false,
  cutAll: false,
  cutting: false,
  waiting: [],
  copying: 0,
  bytesLeft: 0,
  verification: 'open',
  wantsHelp: false,
  notBefore: 0,
}
const landed: TaskView = { ...fresh, cutAll: true }
const over: TaskView = { ...landed, verification: 'done' }

describe('a free lane', () => {
  it('cuts the largest rest', () => {
    const tasks = [fresh, { ...fresh, n: 1, bytesLeft: 9 }, { ...fresh, n: 2, bytesLeft: 20, cutting: true }]
    expect(nextUnit(tasks, 0)).toEqual({ kind: 'cut', task: 1 })
  })

  it('tries a chunk again before it verifies, and verifies before it cuts', () => {
    const again = { ...fresh, n: 1, cutAll: true, waiting: [{ n: 4, notBefore: 5 }] }
    const tasks = [fresh, again, { ...landed, n: 2 }]
    expect(nextUnit(tasks, 5)).toEqual({ kind: 'copy', task: 1, chunk: 4 })
    expect(nextUnit(tasks, 4)).toEqual({ kind: 'verify', task: 2 })
    expect(nextUnit([fresh, again], 4)).toEqual({ kind: 'cut', task: 0 })
    expect(nextUnit([over, again], 4)).toEqual({ kind: 'wait', until: 5 })
  })

  it('verifies a table only when nothing of it is under way', () => {
    expect(nextUnit([{ ...landed, copying: 1 }], 0)).toEqual({ kind: 'wait', until: null })
    expect(nextUnit([{ ...landed, verification: 'running' }], 0)).toEqual({ kind: 'wait', until: null })
    expect(nextUnit([{ ...landed, cutting: true }], 0)).toEqual({ kind: 'wait', until: null })
  })

  it('helps with a verification that wants it before it cuts, and does not wait for help that is not wanted', () => {
    const verified = { ...landed, n: 1, verification: 'running' as const }
    expect(nextUnit([fresh, { ...verified, wantsHelp: true }], 0)).toEqual({ kind: 'help', task: 1 })
    expect(nextUnit([fresh, verified], 0)).toEqual({ kind: 'cut', task: 0 })
    expect(nextUnit([{ ...verified, wantsHelp: true, failed: true }], 0)).toEqual({ kind: 'done' })
  })

  it('fills existing tables level by level, and waits for no table that failed', () => {
    const parent: TaskView = { ...fresh, effect: 'fill', copying: 1, cutAll: true }
    const child: TaskView = { ...fresh, n: 1, effect: 'fill', level: 1 }
    expect(nextUnit([parent, child], 0)).toEqual({ kind: 'wait', until: null })
    expect(nextUnit([{ ...parent, copying: 0, verification: 'running' }, child], 0)).toEqual({ kind: 'cut', task: 1 })
    expect(nextUnit([{ ...parent, failed: true }, child], 0)).toEqual({ kind: 'cut', task: 1 })
    expect(nextUnit([parent, { ...child, effect: 'create' }], 0)).toEqual({ kind: 'cut', task: 1 })
  })

  it('is done when every table has been verified or has failed', () => {
    expect(nextUnit([], 0)).toEqual({ kind: 'done' })
    expect(nextUnit([over, { ...fresh, failed: true }], 0)).toEqual({ kind: 'done' })
  })

  it('always comes to an end, whatever order lanes work in, and never does anything twice', () => {
    const table = fc.record({ chunks: fc.integer({ min: 1, max: 5 }), level: fc.nat(2), fill: fc.boolean() })
    fc.assert(
      fc.property(fc.array(table, { maxLength: 6 }), fc.infiniteStream(fc.nat(7)), (tables, picks) => {
        const copied = tables.map(() => 0)
        let tasks: TaskView[] = tables.map(({ level, fill }, n) => ({
          ...fresh,
          n,
          level,
          effect: fill ? 'fill' : 'create',
        }))
        const change = (n: number, patch: Partial<TaskView>) => {
          tasks = tasks.map((task) => (task.n === n ? { ...task, ...patch } : task))
        }
        const running: (() => void)[] = []
        for (let moves = 0; moves < 1_000; moves++) {
          const unit = nextUnit(tasks, 0)
          if (unit.kind === 'done') return copied.every((count, n) => count === tables[n]?.chunks)
          if (unit.kind === 'copy') return false // nothing was put back
          if (unit.kind === 'wait' || picks.next().value < 2) {
            const [end] = running.splice(picks.next().value % Math.max(1, running.length), 1)
            if (end === undefined && unit.kind === 'wait') return false // waiting for nothing
            end?.()
            if (end !== undefined || unit.kind === 'wait') continue
          }
          const { task: n } = unit
          const task = tasks[n] ?? fresh
          if (unit.kind === 'verify') {
            change(n, { verification: 'running' })
            running.push(() => change(n, { verification: 'done' }))
            continue
          }
          copied[n] = (copied[n] ?? 0) + 1
          change(n, { copying: task.copying + 1, cutAll: copied[n] === tables[n]?.chunks })
          running.push(() => change(n, { copying: (tasks[n] ?? fresh).copying - 1 }))
        }
        return false
      }),
    )
  })
})
