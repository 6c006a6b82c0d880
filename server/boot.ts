import { openQueue } from '@/db/queue'
import { publishValueKey } from '@/db/statements/value-key'
import { valueKeyOf } from './auth/value-key'
import { readWebEnvironment } from './environment'
import { services } from './services'

/** The exit code of a configuration that is not fit (sysexits: EX_CONFIG). */
const badConfiguration = 78
/** Open streams would keep the server from ending; they are told to end, and then it does. */
const graceMs = 1_500
const retryMs = 1_000

const registry = globalThis as { godwitBooted?: true }

/** Starts the web process's back half: checks the environment, opens the queue's sender, makes SIGTERM end it. Once a process. */
export function boot(): void {
  if (registry.godwitBooted) return
  registry.godwitBooted = true
  const environment = readWebEnvironment(process.env)
  if (!environment.ok) {
    const list = environment.error.map((problem) => `  - ${problem}\n`).join('')
    process.stderr.write(`Godwit's web process cannot start:\n${list}`)
    process.exit(badConfiguration)
  }
  // next-auth reads it from here, and nowhere else.
  process.env.NEXTAUTH_URL = environment.value.url.href
  const { logger, shutdown } = services()
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      logger.info({ signal }, 'stopping')
      shutdown.abort()
      setTimeout(() => process.exit(0), graceMs).unref()
    })
  void openSender(environment.value.databaseUrl)
}

/** Without the queue nothing can be asked of a worker: it is tried until the database is there. */
async function openSender(url: string): Promise<void> {
  const { db, authSecret, logger, shutdown } = services()
  while (!shutdown.signal.aborted) {
    try {
      await openQueue({
        url,
        role: 'sender',
        onError: (cause) => logger.error({ err: cause }, 'the queue met an error'),
      })
      await publishValueKey(db, valueKeyOf(authSecret).publicKey)
      logger.info('started')
      return
    } catch (cause) {
      logger.warn({ err: cause }, 'the queue cannot be opened yet')
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}
