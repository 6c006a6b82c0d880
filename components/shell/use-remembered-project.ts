'use client'

import { useEffect } from 'react'

/** Remembers the project one was in last, for the start page. Only its id, and only for this browser. */
export function useRememberedProject(projectId: string | undefined): void {
  useEffect(() => {
    if (projectId === undefined) return
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing where the page was not loaded over TLS
    document.cookie = `godwit.project=${projectId}; path=/; max-age=31536000; samesite=lax`
  }, [projectId])
}
