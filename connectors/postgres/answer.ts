/** A promise that is settled from outside. Nobody has to wait for it: a rejection is not reported as unhandled. */
export interface Answer<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

export function answer<T>(): Answer<T> {
  let settle: Pick<Answer<T>, 'resolve' | 'reject'> | undefined
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject }
  })
  if (settle === undefined) throw new Error('A promise calls its executor at once.')
  promise.catch(() => undefined) // told to whoever awaits it
  return { promise, ...settle }
}
