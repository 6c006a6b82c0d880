/** Which chunks are looked at: some neighbours of one table, counted from 0, as a cell of its grid stands for them. */
export interface ChunkPlace {
  readonly task: number
  readonly from: number
  readonly count: number
}

/** As many chunks as are read at once; a cell that stands for more shows the first of them. */
const most = 100

const form = /^(\d{1,6})\.(\d{1,9})(?:-(\d{1,9}))?$/

/** As the address bears it, counted from 1: `3.12` is chunk 12 of table 3, `3.12-19` those from 12 to 19. */
export function formatChunkPlace({ task, from, count }: ChunkPlace): string {
  const first = `${task + 1}.${from + 1}`
  return count === 1 ? first : `${first}-${from + count}`
}

/** The place that an address names; null where it names none. */
export function parseChunkPlace(text: string): ChunkPlace | null {
  const [, task, from, to] = form.exec(text) ?? []
  if (task === undefined || from === undefined) return null
  const place = { task: Number(task) - 1, from: Number(from) - 1, count: Number(to ?? from) - Number(from) + 1 }
  if (place.task < 0 || place.from < 0 || place.count < 1) return null
  return { ...place, count: Math.min(place.count, most) }
}
