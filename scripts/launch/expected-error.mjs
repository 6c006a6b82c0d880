/** A failure that the person can do something about: its message is the whole story, no stack. */
export class ExpectedError extends Error {
  expected = true
}
