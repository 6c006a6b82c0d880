/** The bird: a godwit in spring plumage. The only place where the brand's rust is used. */
export function Bird({ width = 26 }: { width?: number }) {
  return (
    <svg width={width} height={(width * 22) / 26} viewBox="0 0 26 22" fill="none" aria-hidden="true">
      <path
        d="M1 6.2 11.5 8c3.2-2.6 7.6-2.4 10 .4 1.6 1.9 1.7 4.4.4 6.3-1.6 2.4-5 3.4-8.8 2.3-2.6-.8-4.4-2.4-5-4.6L6.6 9.3Z"
        fill="var(--brand)"
      />
      <circle cx="11" cy="9.3" r=".9" fill="var(--card)" />
      <path d="M14.5 17v4M17.2 16.6V21" stroke="var(--ink)" strokeWidth="1.3" strokeLinecap="round" />
    </svg>
  )
}
