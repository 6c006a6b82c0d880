/** An idempotency key: 16 random bytes in hexadecimal. `crypto.randomUUID` is only there on pages reached by TLS or on localhost. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
