import { oldestSupported } from './versions'

/** The server is older than the catalogs that introspection reads. */
export class ServerTooOld extends Error {
  override readonly name = 'ServerTooOld'

  constructor(versionText: string) {
    super(`PostgreSQL ${versionText} is too old: ${oldestSupported} or newer is needed.`)
  }
}

/** An object went away between two queries: catalogs are read in a snapshot, definitions are written from what is now. */
export class ChangedWhileReading extends Error {
  override readonly name = 'ChangedWhileReading'

  constructor(cause?: unknown) {
    super('The structure of the database keeps changing while it is read.', { cause })
  }
}
