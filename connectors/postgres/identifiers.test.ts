import { describe, expect, it } from 'vitest'
import { qualified, quoteIdent, quoteLiteral } from './identifiers'

describe('quoteIdent', () => {
  it('leaves a plain name as it is', () => {
    expect(quoteIdent('order_items2')).toBe('order_items2')
    expect(quoteIdent('__proto__')).toBe('__proto__')
    expect(quoteIdent('constructor')).toBe('constructor')
  })

  it('quotes keywords, capitals, blanks, quotes, newlines and emoji', () => {
    expect(quoteIdent('order')).toBe('"order"')
    expect(quoteIdent('Order')).toBe('"Order"')
    expect(quoteIdent('a "b"')).toBe('"a ""b"""')
    expect(quoteIdent('a\nb')).toBe('"a\nb"')
    expect(quoteIdent('🐦')).toBe('"🐦"')
    expect(quoteIdent('1st')).toBe('"1st"')
    expect(quoteIdent('a\\b')).toBe('"a\\b"')
  })

  it('quotes each half of a qualified name by itself', () => {
    expect(qualified('my.schema', 'user')).toBe('"my.schema"."user"')
  })
})

describe('quoteLiteral', () => {
  it('doubles quotes, and escapes backslashes under the E form', () => {
    expect(quoteLiteral("it's")).toBe("'it''s'")
    expect(quoteLiteral("C:\\'")).toBe("E'C:\\\\'''")
    expect(quoteLiteral('')).toBe("''")
  })
})
