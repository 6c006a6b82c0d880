import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withClient } from '@/testbed/server'
import type { Contender, KeyRange, Place } from '../contender'
import { wideTable } from '../data/wide'
import { runCommand } from '../run-command'

/** What COPY writes: text is what it does when nobody says otherwise. */
type Format = 'text' | 'binary'

/** A pair of psql a stream, each copying its share of Godwit's own chunks, one COPY and one transaction a chunk. */
export const psqlChunks = (format: Format): Contender => ({
  name: format === 'text' ? 'psql, same ranges' : `psql, same ranges, ${format}`,
  does: `a pair of psql a stream: COPY TO into COPY FROM in ${format}, range by range, the ranges of Godwit’s last run`,
  prepare: async (place) => streamsOver(place, place.chunks, format),
})

/** A pair of psql a stream, each copying one half (third, …) of the keys in a single binary COPY: as little work as can be. */
export const psqlHalves: Contender = {
  name: 'psql, a range a stream, binary',
  does: 'the same with one COPY for the whole share of each stream',
  prepare: async (place) => streamsOver(place, await evenly(place), 'binary'),
}

async function streamsOver(place: Place, ranges: readonly KeyRange[], format: Format) {
  if (ranges.length === 0) throw new Error('There are no ranges to copy.')
  const psql = join(place.servers.bin, 'psql')
  const streams = await Promise.all(
    Array.from({ length: place.lanes }, (_, stream) =>
      stage(
        place,
        stream,
        format,
        ranges.filter((_range, n) => n % place.lanes === stream),
      ),
    ),
  )
  return async () => {
    const options = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f']
    await Promise.all(
      streams.flatMap(({ out, into }) => [
        runCommand(psql, [...options, out, place.sourceUrl]),
        runCommand(psql, [...options, into, place.targetUrl]),
      ]),
    )
    return {}
  }
}

/** Writes what both psql of a stream do; a named pipe a range lies between them. */
async function stage({ folder }: Place, stream: number, format: Format, ranges: readonly KeyRange[]) {
  const pipes = ranges.map((_, n) => join(folder, `pipe-${stream}-${n}`))
  if (pipes.length > 0) await runCommand('mkfifo', pipes)
  const out = join(folder, `out-${stream}.sql`)
  const into = join(folder, `into-${stream}.sql`)
  const rowsOf = ({ lower, upper }: KeyRange) => {
    const bounds = [...(lower === null ? [] : [`id > ${lower}`]), ...(upper === null ? [] : [`id <= ${upper}`])]
    return `SELECT * FROM ${wideTable}${bounds.length === 0 ? '' : ` WHERE ${bounds.join(' AND ')}`}`
  }
  const lines = (line: (range: KeyRange, pipe: string) => string) =>
    ranges.map((range, n) => `${line(range, pipes[n] ?? '')}\n`).join('')
  await writeFile(
    out,
    lines((range, pipe) => `\\copy (${rowsOf(range)}) TO '${pipe}' (FORMAT ${format})`),
  )
  await writeFile(
    into,
    lines((_, pipe) => `\\copy ${wideTable} FROM '${pipe}' (FORMAT ${format})`),
  )
  return { out, into }
}

async function evenly({ sourceUrl, lanes }: Place): Promise<KeyRange[]> {
  return withClient(sourceUrl, async (client) => {
    const { rows } = await client.query<{ last: string }>(`SELECT max(id) AS last FROM ${wideTable}`)
    const last = Number(rows[0]?.last ?? 0)
    const bound = (n: number) => (n === 0 || n === lanes ? null : String(Math.round((last * n) / lanes)))
    return Array.from({ length: lanes }, (_, n) => ({ lower: bound(n), upper: bound(n + 1) }))
  })
}
