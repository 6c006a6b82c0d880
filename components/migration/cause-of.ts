import type { MigrationErrorDto } from '@/domain/contracts/migration'

/** What PostgreSQL means by a code, for somebody who does not know the code. Whole codes first, then their classes. */
const bySqlstate = new Map([
  ['23505', 'A row with the same unique value is in the target already.'],
  ['23503', 'The row points to another row that is not in the target.'],
  ['23502', 'The target asks for a value that the row does not have.'],
  ['23514', 'The row breaks a rule (check) of the target’s table.'],
  ['22001', 'A text is longer than the target’s column allows.'],
  ['22003', 'A number is too large for the target’s column.'],
  ['22P02', 'A value cannot be read as the type of the target’s column.'],
  ['22021', 'A text holds bytes that the target’s encoding does not know.'],
  ['40P01', 'Two transactions waited for each other; PostgreSQL ended one of them.'],
  ['40001', 'Another transaction changed the same rows at the same time.'],
  ['42501', 'The role that Godwit signs in as may not do this.'],
  ['42P01', 'A table that the plan relies on is gone.'],
  ['42P07', 'An object of this name exists in the target already.'],
  ['53100', 'The disk of the database is full.'],
  ['53200', 'The database has no memory left.'],
  ['53300', 'The database accepts no more connections.'],
  ['55P03', 'Somebody else held a lock for too long.'],
  ['57014', 'The statement was stopped, by a time limit or by an administrator.'],
  ['57P01', 'The database was shut down, or an administrator ended the connection.'],
  ['25006', 'The database is read-only.'],
  ['28P01', 'The password is wrong.'],
  ['3D000', 'The database does not exist.'],
  ['08', 'The connection to the database was lost.'],
  ['22', 'A value does not fit the target’s column.'],
  ['23', 'The row breaks a constraint of the target.'],
  ['28', 'The database refused the sign-in.'],
  ['42', 'A statement does not fit the schema as it is now.'],
  ['53', 'The database has run out of something it needs.'],
  ['57', 'The database was stopped or restarted.'],
])

/** What each class of error does to the run. */
const effects: Readonly<Record<MigrationErrorDto['class'], string>> = {
  row: 'Only the rows concerned are affected; the others land.',
  transient: 'It passes by itself: the chunk is tried again.',
  wait: 'The run waits; no try is used up.',
  table: 'The table stops; the others go on.',
  run: 'The run stops.',
}

/** The cause and the consequence of an error in plain words. `cause` is null where the code says nothing that the message does not. */
export function causeOf(error: Pick<MigrationErrorDto, 'class' | 'sqlstate'>): {
  cause: string | null
  effect: string
} {
  const { sqlstate } = error
  const cause = sqlstate === null ? undefined : (bySqlstate.get(sqlstate) ?? bySqlstate.get(sqlstate.slice(0, 2)))
  return { cause: cause ?? null, effect: effects[error.class] }
}
