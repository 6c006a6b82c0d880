import type { ErrorClass } from '../errors'

/** What a SQLSTATE, or a class of them by its first two characters, means and what a person does about it. */
export interface SqlstateEntry {
  readonly class: ErrorClass
  readonly message: string
  readonly fix: string
}

const entry = (errorClass: ErrorClass, message: string, fix: string): SqlstateEntry => ({
  class: errorClass,
  message,
  fix,
})
const askAdmin = "Look into the server's log, or ask who runs the server."
const fixRow = 'Correct the value in the source, or change the column, and retry the row; or skip it.'
const again = 'Godwit tries again by itself; if it keeps failing, look at the server and the network.'

/**
 * PostgreSQL's error codes, longest match wins: five characters, then the class of two. The rule for each class is the
 * engine's; codes of the table that are not listed (also those raised by a trigger under a code of its own) stop the
 * table, since guessing "row" would drop rows and guessing "transient" would spin.
 * Source: PostgreSQL manual, appendix A.
 */
export const sqlstates: ReadonlyMap<string, SqlstateEntry> = new Map([
  // Rows
  ['21000', entry('row', 'The row meets more than one row where one is allowed.', fixRow)],
  ['22', entry('row', 'A value does not fit the column in the target.', fixRow)],
  [
    '22001',
    entry('row', 'A text is longer than the column allows.', 'Widen the column, or shorten the value and retry.'),
  ],
  ['22003', entry('row', 'A number is outside the range of the column.', 'Widen the column, or correct the value.')],
  ['22008', entry('row', 'A date or time is outside the range of the column.', fixRow)],
  ['22021', entry('row', "A text holds bytes that the target's encoding cannot hold.", fixRow)],
  ['22P02', entry('row', 'A value cannot be read as the type of the column.', fixRow)],
  ['22P05', entry('row', "A character does not exist in the target's encoding.", 'Use a target database with UTF8.')],
  [
    '22P04',
    entry('table', 'The copied data does not have the form of the table.', 'Revise the plan: a table changed.'),
  ],
  ['23', entry('row', 'The row breaks a rule of the target table.', fixRow)],
  [
    '23502',
    entry('row', 'A value is missing where the target requires one.', 'Give the value, or allow NULL, and retry.'),
  ],
  [
    '23503',
    entry('row', 'The row points to a row that the target does not have.', 'Bring the row it points to, and retry.'),
  ],
  [
    '23505',
    entry('row', 'A row with the same key is already in the target.', 'Remove one of the two rows, and retry.'),
  ],
  ['23514', entry('row', 'The row breaks a check of the target table.', 'Correct the value, or the check, and retry.')],
  [
    '23P01',
    entry('row', 'The row clashes with another one under an exclusion rule.', 'Remove one of the two, and retry.'),
  ],
  ['44000', entry('row', "The row does not fit the view's check option.", fixRow)],
  [
    'P0',
    entry(
      'row',
      "The target's own code refused the row.",
      'Read what the trigger asks for; correct the row and retry.',
    ),
  ],
  ['54000', entry('row', 'A value is too large for an index of the target.', 'Drop that index, or shorten the value.')],

  // Trouble that passes
  ['08', entry('transient', 'The connection to the server broke.', again)],
  [
    '08P01',
    entry(
      'run',
      'The server does not speak the protocol as expected.',
      'Connect to PostgreSQL directly, not through a pooler.',
    ),
  ],
  [
    '25006',
    entry(
      'transient',
      'The server takes no writes at the moment.',
      'Check that the connection names the primary server.',
    ),
  ],
  ['25P03', entry('transient', 'The server ended an idle transaction.', again)],
  [
    '25P04',
    entry(
      'transient',
      'The server ended a transaction that took too long.',
      'Lower the batch size, or raise transaction_timeout.',
    ),
  ],
  ['40', entry('transient', 'The transaction was undone because of another one.', again)],
  [
    '53300',
    entry('transient', 'The server has no free connection.', 'Lower the number of threads, or raise max_connections.'),
  ],
  ['55006', entry('transient', 'Somebody else is using the object.', again)],
  ['55P03', entry('transient', 'Another session holds a lock for too long.', 'End the session that holds the lock.')],
  ['57014', entry('transient', 'The statement was cancelled from outside, or took too long.', again)],
  ['57P01', entry('transient', 'The server is shutting down, or an administrator ended the session.', again)],
  ['57P02', entry('transient', 'The server crashed and is recovering.', again)],
  ['57P03', entry('transient', 'The server is starting up and takes no connections yet.', again)],
  ['57P05', entry('transient', 'The server ended an idle session.', again)],

  // Somebody has to help the server
  ['53', entry('wait', 'The server has run out of a resource.', askAdmin)],
  ['53100', entry('wait', "The server's disk is full.", 'Free space on the server, then resume.')],
  ['53200', entry('wait', 'The server has run out of memory.', 'Free memory or raise its limits, then resume.')],
  ['53400', entry('wait', 'The server has reached a configured limit.', askAdmin)],

  // The table
  ['0A', entry('table', 'The server cannot do this.', 'Check the versions of both servers; revise the plan.')],
  ['42', entry('table', 'The table is not what the plan expects.', 'Refresh the schema and revise the plan.')],
  ['42501', entry('table', 'The role may not do this.', 'Grant the missing privilege, then retry.')],
  ['42P01', entry('table', 'A table does not exist.', 'Refresh the schema and revise the plan.')],
  ['42703', entry('table', 'A column does not exist.', 'Refresh the schema and revise the plan.')],

  // The run
  ['28', entry('run', 'The server refused the user.', 'Correct user and password of the connection.')],
  [
    '28P01',
    entry('run', 'The password is wrong, or there is no such user.', 'Correct user and password of the connection.'),
  ],
  ['3D', entry('run', 'There is no such database.', 'Correct the database name of the connection.')],
  ['57P04', entry('run', 'The database was dropped.', 'Correct the database name of the connection.')],
  ['58', entry('run', 'The server met an error of its own system.', askAdmin)],
  [
    '72000',
    entry('run', "The source's snapshot is too old.", 'Run again; raise old_snapshot_threshold on the source.'),
  ],
  ['F0', entry('run', 'The server has trouble with its configuration.', askAdmin)],
  ['XX', entry('run', 'The server met an internal error, or damaged data.', askAdmin)],
])

export const unknownSqlstate = entry('table', 'The server refused the work.', askAdmin)

/** Looks a code up: the five characters, then the class of two, then the entry for the unknown. */
export const sqlstateEntry = (code: string): SqlstateEntry =>
  sqlstates.get(code) ?? sqlstates.get(code.slice(0, 2)) ?? unknownSqlstate
