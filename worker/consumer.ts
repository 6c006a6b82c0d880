import type { Queue } from '@/db/queue'
import { type JobName, jobSchemas } from '@/domain/jobs'
import type { RunTiming } from './engine/run-ports'
import { introspectJob } from './jobs/introspect'
import { planJob } from './jobs/plan'
import { probeJob } from './jobs/probe'
import { replayJob } from './jobs/replay'
import { runJob } from './jobs/run'
import type { WorkerPorts } from './ports'

/** What the handlers do with a job that was taken. */
type Handlers = { [N in JobName]: (data: unknown, signal: AbortSignal) => Promise<void> }

/** Jobs taken from the queue and under way. */
export interface Consumer {
  /** Takes no more jobs, tells those under way to stop, and waits for them; false: some were not done in time. */
  readonly stop: (graceMs: number) => Promise<boolean>
}

/** Takes jobs from the queue, each kind up to its number at once. `timing` is for tests. */
export async function consume(
  ports: WorkerPorts,
  queue: Pick<Queue, 'boss'>,
  atOnce: { readonly [N in JobName]: number },
  timing: Partial<RunTiming> = {},
): Promise<Consumer> {
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  const handlers = handlersOf(ports, timing)

  const handle = async (name: JobName, id: string, data: unknown) => {
    const log = ports.log.child({ job: name, jobId: id })
    const startedMs = ports.clock.elapsedMs()
    log.debug({ data }, 'a job begins')
    try {
      await handlers[name](data, stopping.signal)
      log.debug({ ms: Math.round(ports.clock.elapsedMs() - startedMs) }, 'a job is done')
    } catch (err) {
      log.error({ err, data }, 'a job failed')
      // The queue keeps what is thrown: only that it failed, since the cause may hold what must not be kept.
      throw new Error('The job failed; the log of the worker says why.')
    }
  }

  const names = Object.keys(jobSchemas) as JobName[]
  for (const name of names) {
    const options = {
      localConcurrency: atOnce[name],
      batchSize: 1,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 2,
    }
    await queue.boss.work(name, options, async ([job]) => {
      if (job === undefined || stopping.signal.aborted) return
      const work = handle(name, job.id, job.data)
      underWay.add(work)
      await work.finally(() => underWay.delete(work))
    })
  }

  return {
    stop: async (graceMs) => {
      stopping.abort()
      await Promise.all(names.map((name) => queue.boss.offWork(name, { wait: false })))
      const late = new AbortController()
      const done = Promise.allSettled(underWay).then(() => true)
      const inTime = await Promise.race([done, ports.sleep(graceMs, late.signal).then(() => false)])
      late.abort()
      return inTime
    },
  }
}

function handlersOf(ports: WorkerPorts, timing: Partial<RunTiming>): Handlers {
  return {
    plan: (data, signal) => planJob(ports, { ...jobSchemas.plan.parse(data), signal }),
    run: (data, signal) => runJob(ports, { ...jobSchemas.run.parse(data), signal }, timing),
    replay: (data, signal) => replayJob(ports, { ...jobSchemas.replay.parse(data), signal }),
    probe: (data, signal) => probeJob(ports, { ...jobSchemas.probe.parse(data), signal }),
    introspect: (data, signal) => introspectJob(ports, { ...jobSchemas.introspect.parse(data), signal }),
  }
}
