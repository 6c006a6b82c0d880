import styles from './chunk-grid.module.css'
import legend from './chunk-legend.module.css'

const states = ['landed', 'running', 'retrying', 'failed', 'pending'] as const

/** What the squares of the chunk grids mean. */
export function ChunkLegend() {
  return (
    <ul className={legend.legend} aria-label="Chunk states">
      {states.map((state) => (
        <li key={state} className={legend.item}>
          <span className={styles.cell} data-state={state} />
          {state}
        </li>
      ))}
    </ul>
  )
}
