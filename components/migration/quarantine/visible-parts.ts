/** A piece of a text: characters that show themselves, or one that does not, with the mark that stands for it and its name. */
export type VisiblePart =
  | { readonly text: string }
  | { readonly mark: string; readonly name: string; readonly breaks?: boolean }

const named: ReadonlyMap<string, { mark: string; name: string; breaks?: boolean }> = new Map([
  ['\t', { mark: '⇥', name: 'tab' }],
  ['\n', { mark: '↵', name: 'line break', breaks: true }],
  ['\r', { mark: '␍', name: 'carriage return' }],
  ['\u00a0', { mark: '⍽', name: 'no-break space' }],
  ['\u00ad', { mark: '‐', name: 'soft hyphen' }],
  ['\u200b', { mark: 'ZWSP', name: 'zero-width space' }],
  ['\u200c', { mark: 'ZWNJ', name: 'zero-width non-joiner' }],
  ['\u200d', { mark: 'ZWJ', name: 'zero-width joiner' }],
  ['\u200e', { mark: 'LRM', name: 'left-to-right mark' }],
  ['\u200f', { mark: 'RLM', name: 'right-to-left mark' }],
  ['\ufeff', { mark: 'BOM', name: 'byte order mark' }],
  ['\ufffd', { mark: '�', name: 'replacement character' }],
])

/** Control and format characters, separators other than the space, and what stands for lost bytes. A joiner inside an emoji is one of them. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]|(?! )\p{Zs}|^ +| +$| (?= )/gu

/** A text with what cannot be seen in it set apart: spaces at the ends or in a row, tabs, line breaks, zero-width and control characters. */
export function visibleParts(text: string): VisiblePart[] {
  const parts: VisiblePart[] = []
  let from = 0
  for (const found of text.matchAll(invisible)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index) })
    for (const character of found[0]) parts.push(markOf(character))
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

/** Does a text hold anything that cannot be seen? */
export function hasInvisible(text: string): boolean {
  return visibleParts(text).some((part) => 'mark' in part)
}

function markOf(character: string): VisiblePart {
  if (character === ' ') return { mark: '·', name: 'space' }
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return named.get(character) ?? { mark: `U+${code}`, name: `character U+${code}` }
}
