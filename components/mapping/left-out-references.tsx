import { UnstyledButton } from '@mantine/core'
import { Note } from '../ui/note'
import type { MissingReference } from './missing-references'
import type { PickableTable } from './pickable-tables'

const named = (tables: readonly PickableTable[]) => {
  const names = tables.slice(0, 3).map((table) => table.name)
  const more = tables.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}

/** Says which foreign keys would be lost because the table that they point to is left out, and offers to take it along. */
export function LeftOutReferences({
  missing,
  onAdd,
}: {
  missing: readonly MissingReference[]
  onAdd: (tables: readonly PickableTable[]) => void
}) {
  const [first] = missing
  if (first === undefined) return null
  const all = missing.map(({ to }) => to)
  return (
    <Note
      tone="warn"
      actions={
        <UnstyledButton fz="inherit" onClick={() => onAdd(all)}>
          {all.length === 1 ? `Take ${first.to.name} along` : `Take all ${all.length} along`}
        </UnstyledButton>
      }
    >
      {missing.length === 1 ? (
        <>
          <code>{named(first.from)}</code> {first.from.length === 1 ? 'points' : 'point'} to{' '}
          <code>{first.to.name}</code>, which is left out: that foreign key cannot be made.
        </>
      ) : (
        <>
          {missing.length} tables that others point to are left out (<code>{named(all)}</code>): those foreign keys
          cannot be made.
        </>
      )}
    </Note>
  )
}
