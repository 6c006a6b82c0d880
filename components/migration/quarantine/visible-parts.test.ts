import { describe, expect, it } from 'vitest'
import { hasInvisible, visibleParts } from './visible-parts'

const shown = (text: string) =>
  visibleParts(text)
    .map((part) => ('mark' in part ? `[${part.mark}]` : part.text))
    .join('')

describe('invisible characters', () => {
  it('are marked where they stand', () => {
    expect(shown('a\tb')).toBe('a[⇥]b')
    expect(shown('x\u200by')).toBe('x[ZWSP]y')
    expect(shown('1\u00a0000')).toBe('1[⍽]000')
    expect(shown('\u0007')).toBe('[U+0007]')
    expect(shown('\ufeffid')).toBe('[BOM]id')
    expect(shown('\u{e0001}')).toBe('[U+E0001]')
  })

  it('among spaces are those at the ends and in a row, not the one between two words', () => {
    expect(shown('two words')).toBe('two words')
    expect(shown(' ada ')).toBe('[·]ada[·]')
    expect(shown('a  b')).toBe('a[·] b')
    expect(shown('   ')).toBe('[·][·][·]')
  })

  it('are none in ordinary text, whatever its script', () => {
    expect(hasInvisible('Grüße, 世界 🎉')).toBe(false)
    expect(hasInvisible('')).toBe(false)
    expect(hasInvisible('line\nline')).toBe(true)
  })

  it('never lose what can be seen', () => {
    const text = ' a\u200b\u200bb\r\n c '
    const kept = visibleParts(text)
      .map((part) => ('text' in part ? part.text : ''))
      .join('')
    expect(kept.replaceAll(' ', '')).toBe('abc')
  })
})
