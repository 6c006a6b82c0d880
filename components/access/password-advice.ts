/** What to tell somebody who chooses a password. `level` 0: too short to be accepted; 3: strong. */
export type PasswordAdvice = { level: 0 | 1 | 2 | 3; text: string }

const leastLength = 10

/** How many different characters: “aaaaaaaaaaaa” is long and worthless. */
const variety = (password: string) => new Set(password.toLowerCase()).size

/** Length counts most; repeating few characters, or holding one's own name or address, takes it all back. `about`: name, e-mail. */
export function passwordAdvice(password: string, about: readonly string[]): PasswordAdvice {
  const missing = leastLength - [...password].length
  if (missing > 0) {
    return { level: 0, text: missing === 1 ? 'One more character at least.' : `${missing} more characters at least.` }
  }
  const lower = password.toLowerCase()
  const own = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 4)
  if (own.some((word) => lower.includes(word))) return { level: 1, text: 'Weak: it holds your name or address.' }
  if (variety(password) < 6) return { level: 1, text: 'Weak: it repeats few characters.' }
  if (password.length < 14) return { level: 2, text: 'Good. Four unrelated words would be stronger still.' }
  return { level: 3, text: 'Strong.' }
}
