import type { CatalogColumn, CatalogTable } from '../../catalog/catalog-table'
import type { FindingWords } from '../finding'
import { quoted, quotedTable, tableTitle } from '../table-name'
import { numericModifier, type TypeLoss, typeLoss } from '../type-fit'

type Words = Omit<FindingWords, 'id' | 'table'> & { readonly fix: string; readonly evidence: string }

const told: Readonly<Record<TypeLoss, string>> = {
  length: 'Longer values are refused.',
  range: 'Numbers beyond its range are refused.',
  digits: 'Digits behind the last place are rounded away, and numbers beyond its range are refused.',
  seconds: 'Smaller fractions of a second are rounded away.',
  fields: 'Parts that it does not keep, and smaller fractions of a second, are dropped.',
  zone: 'The time zone is dropped: what stays is the time in UTC.',
  'assumed-zone': 'Times get a time zone that the source does not name: they are taken as UTC.',
  precision: 'Digits beyond the 15th to 17th are lost.',
  json: 'The order of keys, repeated keys and blanks are lost, and \\u0000 is refused.',
}

/** A column that is narrower in the target: what is lost, and how to find out whether anything is. */
export function narrowerWords(source: CatalogTable, column: CatalogColumn, target: CatalogColumn): Words {
  const loss = typeLoss(column, target)
  const name = quoted(column.name)
  const condition = lossSql(loss, name, target)
  const count =
    condition === null
      ? []
      : [
          `-- On the source, how many rows that is:`,
          `SELECT count(*) FROM ONLY ${quotedTable(source)} WHERE ${condition};`,
        ]
  return {
    title: `${tableTitle(source)}.${column.name} is narrower in the target.`,
    detail: `${told[loss]} Rows are compared as the target’s type holds them.`,
    evidence: `${column.type} to ${target.type}`,
    fix: 'Give the column the same type in the target, or waive this by name, with a reason.',
    sql: [
      ...count,
      '-- On the target, the same type:',
      `ALTER TABLE ${quotedTable(source)} ALTER COLUMN ${name} TYPE ${column.type};`,
    ].join('\n'),
  }
}

/** Its modifier is its length; that of other types is four more. */
const varbitOid = 1562
const ranges = new Map([
  [21, '-32768 AND 32767'],
  [23, '-2147483648 AND 2147483647'],
])

/** Rows that lose something; null where that cannot be said in a line. */
function lossSql(loss: TypeLoss, name: string, target: CatalogColumn): string | null {
  if (target.elementTypeOid !== null) return null
  switch (loss) {
    case 'length':
      return `length(${name}) > ${target.typeOid === varbitOid ? target.typmod : target.typmod - 4}`
    case 'range':
    case 'digits': {
      const range = ranges.get(target.typeOid)
      if (range !== undefined) return `${name} NOT BETWEEN ${range}`
      const { precision, scale } = numericModifier(target.typmod)
      return `round(${name}, ${scale}) <> ${name} OR abs(round(${name}, ${scale})) >= 1e${precision - scale}`
    }
    case 'seconds':
    case 'fields':
      return `${name}::${target.type} <> ${name}`
    case 'precision':
      return `${name}::float8::numeric <> ${name}`
    case 'zone':
    case 'assumed-zone':
      return `${name} IS NOT NULL`
    case 'json':
      return `${name}::text <> ${name}::jsonb::text`
  }
}
