import { counted, passed } from '../finding'
import type { PlanContext } from '../plan-context'

/** Foreign keys are checked anew: a row without its parent, which the source does not know of, comes to light. */
export function foreignKeys({ reconciled }: Pick<PlanContext, 'reconciled'>) {
  const made = reconciled.steps.filter(({ kind }) => kind === 'foreign-key')
  if (made.length === 0) return []
  return [
    passed({
      id: 'foreign-keys',
      title: `The target checks every row against ${counted(made.length, 'foreign key')}.`,
      detail:
        'A key can be marked valid in the source and yet be violated, where checks were switched off for a while. Whether it is so cannot be known without reading all rows: the step that adds the key then says which.',
    }),
  ]
}
