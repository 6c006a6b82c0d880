import { Tag } from '../../ui/tag'
import { visibleParts } from './visible-parts'
import styles from './visible-text.module.css'

/** A value as text in which nothing is hidden: NULL and the empty text are told apart, invisible characters have marks with their names. */
export function VisibleText({ value }: { value: string | null }) {
  if (value === null) return <Tag>NULL</Tag>
  if (value === '') return <Tag>empty text</Tag>
  return (
    <code className={styles.text}>
      {visibleParts(value).map((part, at) =>
        'mark' in part ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the text
          <span key={at} className={styles.mark} title={part.name}>
            <span role="img" aria-label={part.name}>
              {part.mark}
            </span>
            {part.breaks === true ? <br /> : null}
          </span>
        ) : (
          part.text
        ),
      )}
    </code>
  )
}
