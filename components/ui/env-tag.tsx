import styles from './env-tag.module.css'

const labels = { dev: 'DEV', stage: 'STAGE', prod: 'PROD' } as const

/** Which environment a database belongs to. Production alone is red: it is where a mistake costs most. */
export function EnvTag({ env }: { env: keyof typeof labels }) {
  return (
    <span className={styles.tag} data-env={env}>
      {labels[env]}
    </span>
  )
}
