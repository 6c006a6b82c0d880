import styles from './code-block.module.css'
import { CopyAction } from './copy-action'

/** Text to take away: SQL, a command, a token. Wraps rather than scrolls when `wrap`. */
export function CodeBlock({ code, label, wrap = false }: { code: string; label: string; wrap?: boolean }) {
  return (
    <div className={styles.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} data-wrap={wrap || undefined} tabIndex={0} aria-label={label}>
        <pre className={styles.code}>{code}</pre>
      </section>
      <CopyAction value={code} label="Copy" />
    </div>
  )
}
