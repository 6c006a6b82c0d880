import { serveWorker } from './serve-worker'

await serveWorker()
