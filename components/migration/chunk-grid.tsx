'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import type { ChunkState } from '@/domain/contracts/migration'
import { bucketChunks, type ChunkCell } from './bucket-chunks'
import styles from './chunk-grid.module.css'

const words: Readonly<Record<ChunkState, string>> = {
  pending: 'pending',
  running: 'running',
  retrying: 'retrying',
  landed: 'landed',
  failed: 'failed',
}

const count = new Intl.NumberFormat('en')

/** Each cell with the numbers of the chunks that it stands for, counted from 1. */
function labelled(cells: readonly ChunkCell[]): { label: string; state: ChunkState; from: number; count: number }[] {
  let from = 1
  return cells.map((cell) => {
    const first = count.format(from)
    from += cell.count
    const which = cell.count === 1 ? `Chunk ${first}` : `Chunks ${first}–${count.format(from - 1)}`
    return {
      label: `${which}: ${words[cell.state]}`,
      state: cell.state,
      from: from - cell.count - 1,
      count: cell.count,
    }
  })
}

/**
 * The signature: a table's chunks as 9 px squares. A real grid: one stop for Tab, arrows, Home and End move inside, each cell says
 * which chunks it stands for and how they are; shape and colour tell the states apart. Enter or a click opens a cell: `onOpen` is told the
 * place of its first chunk, from 0, and how many it stands for.
 */
export function ChunkGrid({
  label,
  chunks,
  columns = 19,
  maxCells = 200,
  onOpen,
}: {
  label: string
  chunks: readonly ChunkCell[]
  columns?: number
  maxCells?: number
  onOpen: (from: number, count: number) => void
}) {
  const grid = useRef<HTMLDivElement>(null)
  const [held, setHeld] = useState(0)
  const cells = labelled(bucketChunks(chunks, maxCells))
  const current = Math.min(held, cells.length - 1)
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  )

  const open = (at: number) => {
    const cell = cells[at]
    if (cell !== undefined) onOpen(cell.from, cell.count)
  }
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      return open(current)
    }
    const steps = new Map([
      ['ArrowRight', current + 1],
      ['ArrowLeft', current - 1],
      ['ArrowDown', current + columns],
      ['ArrowUp', current - columns],
      ['Home', current - (current % columns)],
      ['End', Math.min(current - (current % columns) + columns, cells.length) - 1],
    ])
    const next = steps.get(event.key)
    if (next === undefined) return
    event.preventDefault()
    if (next < 0 || next >= cells.length) return
    setHeld(next)
    grid.current?.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus()
  }

  if (cells.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table would be announced as data; this is one widget with one tab stop
    <div ref={grid} role="grid" aria-label={label} className={styles.grid} onKeyDown={move} tabIndex={-1}>
      {rows.map((row, y) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <div key={y} role="row" tabIndex={-1} className={styles.row}>
          {row.map((cell, x) => {
            const at = y * columns + x
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys for all of its cells
              <span
                key={at}
                role="gridcell"
                className={styles.cell}
                data-state={cell.state}
                data-at={at}
                aria-label={cell.label}
                title={cell.label}
                tabIndex={at === current ? 0 : -1}
                onFocus={() => setHeld(at)}
                onClick={() => open(at)}
              />
            )
          })}
        </div>
      ))}
    </div>
  )
}
