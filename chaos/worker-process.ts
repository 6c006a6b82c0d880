import { serveWorker, type WorkerTiming } from '@/worker/serve-worker'

// The worker itself, with its times shortened: a seed is to take seconds.
await serveWorker(JSON.parse(process.env.GODWIT_CHAOS_TIMING ?? '{}') as WorkerTiming)
