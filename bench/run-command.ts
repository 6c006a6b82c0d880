import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Much of what a program says before it fails; the end tells why. */
const keptOutput = 3_000

/**
 * Runs a program to its end. Throws with the end of what it said where it fails. Its CPU is counted once it has been waited for,
 * and that is so when this returns.
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      said = (said + piece.toString()).slice(-keptOutput)
    })
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (code !== 0) throw new Error(`${program} ended with ${code ?? signal}:\n${said}`)
}
