import { hash, verify } from '@node-rs/argon2'

/** argon2id with the library's parameters (19 MiB, 2 passes: OWASP's first recommendation). */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Compared where there is nobody to compare with, so that an unknown address takes as long as a wrong password. */
let decoy: Promise<string> | undefined

/** Is it the password? `stored` null: there is nobody, which takes the same time and is never right. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash('nobody signs in with this')
  const isSame = await verify(stored ?? (await decoy), password)
  return stored !== null && isSame
}
