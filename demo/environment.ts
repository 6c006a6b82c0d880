/** A variable of the environment. Throws where it is unset. */
export function required(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`${name} is unset`)
  return value
}

/** How many rows the demo has in all: GODWIT_DEMO_ROWS, else 250,000. */
export function demoRows(): number {
  return Number(process.env.GODWIT_DEMO_ROWS || 250_000)
}
