import type { MigrationDto } from '@/domain/contracts/migration'

/** What every dialog gets that asks before something is done to a migration; it stays open, busy, until the server has answered. */
export interface Asking {
  readonly migration: MigrationDto
  readonly opened: boolean
  readonly busy: boolean
  /** What the server refused; null or undefined: nothing. */
  readonly error: unknown
  readonly onClose: () => void
}

/** A dialog that also asks why. */
export interface AskingWhy extends Asking {
  readonly onConfirm: (reason: string | null) => void
}
