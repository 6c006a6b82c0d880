'use client'

const digestOf = (error: unknown) =>
  error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null

/** When the root layout itself fails: no theme, no fonts, only what must be said. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = digestOf(error)
  return (
    <html lang="en">
      <body>
        <main style={{ maxWidth: 544, margin: '20vh auto', padding: '0 16px', font: '15px/1.5 system-ui, sans-serif' }}>
          <title>Godwit could not show this page</title>
          <h1>Godwit could not show this page</h1>
          <p>Nothing was changed. A migration that runs goes on by itself.</p>
          {digest ? (
            <p>
              Reference: <code>{digest}</code>
            </p>
          ) : null}
          <button type="button" onClick={() => retry()}>
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
