import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Talk goes to stderr, so that stdout holds nothing but the answer. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Prints the answer of a command. */
export function answer(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Is there a person who can be asked? */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** Asks yes or no; no is the default. */
export async function confirm(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  const reply = await reader.question(`${question} [y/N] `)
  reader.close()
  return /^y(es)?$/i.test(reply.trim())
}

/** Asks for a secret without showing it. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question)
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: mute, terminal: true })
  const reply = await reader.question('')
  reader.close()
  process.stderr.write('\n')
  return reply.trim()
}

const colours = { green: 32, red: 31, amber: 33, dim: 90, bold: 1 } as const

/** Coloured where a person looks at it; NO_COLOR is honoured. */
export function paint(colour: keyof typeof colours, text: string): string {
  const plain = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== ''
  return plain || process.stderr.isTTY !== true ? text : `\u001b[${colours[colour]}m${text}\u001b[0m`
}
