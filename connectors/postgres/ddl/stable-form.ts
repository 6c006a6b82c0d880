const element = "'(?:[^']|'')*'::(?:character varying|character|bpchar)"
const castOfArray = new RegExp(`\\(ARRAY\\[(${element}(?:, ${element})*)\\]\\)::text\\[\\]`, 'g')
const oneElement = new RegExp(element, 'g')

/**
 * PostgreSQL writes `varchar IN ('a', 'b')` as a cast of an array, but reads that back as an array of casts and writes
 * it so from then on. Written in the second form at once, an expression is the same text in source and target.
 */
export const stableForm = (expression: string): string =>
  expression.replace(castOfArray, (_, elements: string) => `ARRAY[${elements.replace(oneElement, '($&)::text')}]`)
