import { quotedKeywords } from './keywords'

const bare = /^[a-z_][a-z0-9_]*$/

/** A name as SQL, quoted where PostgreSQL needs it; any character that an identifier can hold comes through. */
export const quoteIdent = (name: string): string =>
  bare.test(name) && !quotedKeywords.has(name) ? name : `"${name.replaceAll('"', '""')}"`

/** Text as an SQL string constant, whatever `standard_conforming_strings` says. */
export const quoteLiteral = (text: string): string => {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

/** `schema.name`, each quoted where needed. */
export const qualified = (schema: string, name: string): string => `${quoteIdent(schema)}.${quoteIdent(name)}`
