import type { ReactNode } from 'react'
import styles from './data-table.module.css'

/**
 * A sheet that holds a `<table>`: hairlines, rows of 40 px. Cells mark themselves with `data-num` (right-aligned figures),
 * `data-mono` (identifiers) or `data-icon` (a narrow first column).
 * Below 768 px each row becomes a card; a cell then shows its `data-label` before its value.
 */
export function DataTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.sheet}>
      <table className={styles.table} aria-label={label}>
        {children}
      </table>
    </div>
  )
}
