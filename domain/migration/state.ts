import { z } from 'zod'

/** A migration's states: the RFC's seven, and three that cancel and rollback need. */
export const migrationStates = [
  'Draft',
  'Planning',
  'Ready',
  'Running',
  'Paused',
  'Failed',
  'Completed',
  'Cancelled',
  'RollingBack',
  'RolledBack',
] as const
export const migrationStateSchema = z.enum(migrationStates)
export type MigrationState = z.infer<typeof migrationStateSchema>

/** What has been asked of a running migration and is not reached yet. `cancelling` wins over `pausing`. */
export const intentSchema = z.enum(['none', 'pausing', 'cancelling'])
export type Intent = z.infer<typeof intentSchema>

/** What a person may ask of a migration: the columns of the lifecycle. */
export const lifecycleActions = [
  'plan',
  'start',
  'pause',
  'resume',
  'cancel',
  'updateConfig',
  'retry',
  'rollback',
  'validate',
  'accept',
] as const
export type LifecycleAction = (typeof lifecycleActions)[number]

/**
 * One cell of the lifecycle.
 * - `to`: legal, and the state becomes this (its own state: legal, and the state stays).
 * - `intent`: legal; the state follows once the last lane of the epoch is gone or fenced out.
 * - `same`: already so; an idempotent success without an event.
 * - `no`: refused; the text names the way on.
 */
export type Cell =
  | { readonly kind: 'to'; readonly state: MigrationState }
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'same' }
  | { readonly kind: 'no'; readonly wayOn: string }

const to = (state: MigrationState): Cell => ({ kind: 'to', state })
const intent = (value: Intent): Cell => ({ kind: 'intent', intent: value })
const same: Cell = { kind: 'same' }
const no = (wayOn: string): Cell => ({ kind: 'no', wayOn })

const afterEnd = no('It has ended: create a new migration.')

/** The lifecycle, every cell of it (RFC 004, “Migration Lifecycle Flow”, with cancel and rollback added: ADR 0002). */
export const lifecycle: Readonly<Record<MigrationState, Readonly<Record<LifecycleAction, Cell>>>> = {
  Draft: {
    plan: to('Planning'),
    start: no('Plan it first.'),
    pause: no('It is not running.'),
    resume: no('It is not paused.'),
    cancel: to('Cancelled'),
    updateConfig: to('Draft'),
    retry: no('Plan and start it first.'),
    rollback: no('Nothing has been written yet.'),
    validate: no('Nothing has been written yet.'),
    accept: no('Nothing is in quarantine.'),
  },
  Planning: {
    plan: same,
    start: no('Wait until the plan is ready.'),
    pause: no('It is not running; cancel it instead.'),
    resume: no('It is not paused.'),
    cancel: to('Cancelled'),
    updateConfig: no('Wait until the plan is ready.'),
    retry: no('Wait until the plan is ready.'),
    rollback: no('Nothing has been written by this plan.'),
    validate: no('Wait until the plan is ready.'),
    accept: no('Wait until the plan is ready.'),
  },
  Ready: {
    plan: to('Planning'),
    start: to('Running'),
    pause: no('It is not running.'),
    resume: no('It is not paused; start it.'),
    cancel: to('Cancelled'),
    updateConfig: to('Ready'),
    retry: no('Start it first.'),
    rollback: no('Nothing has been written yet.'),
    validate: no('Nothing has been written yet.'),
    accept: no('Nothing is in quarantine.'),
  },
  Running: {
    plan: no('Pause or cancel it first.'),
    start: same,
    pause: intent('pausing'),
    resume: intent('none'),
    cancel: intent('cancelling'),
    updateConfig: to('Running'),
    retry: to('Running'),
    rollback: no('Cancel it first.'),
    validate: to('Running'),
    accept: no('Wait until it has paused for review.'),
  },
  Paused: {
    plan: no('Resume or cancel it.'),
    start: no('Resume it.'),
    pause: same,
    resume: to('Running'),
    cancel: to('Cancelled'),
    updateConfig: to('Paused'),
    retry: to('Running'),
    rollback: to('RollingBack'),
    validate: to('Paused'),
    accept: to('Paused'),
  },
  Failed: {
    plan: to('Planning'),
    start: no('Revise the plan first.'),
    pause: no('It is not running.'),
    resume: no('Revise the plan, then start it.'),
    cancel: no('It has stopped already: nobody writes.'),
    updateConfig: to('Failed'),
    retry: to('Planning'),
    rollback: to('RollingBack'),
    validate: to('Failed'),
    accept: to('Failed'),
  },
  Completed: {
    plan: afterEnd,
    start: afterEnd,
    pause: no('It has completed.'),
    resume: no('It has completed.'),
    cancel: no('It has completed.'),
    updateConfig: no('It has completed.'),
    retry: to('Completed'),
    rollback: to('RollingBack'),
    validate: to('Completed'),
    accept: to('Completed'),
  },
  Cancelled: {
    plan: afterEnd,
    start: afterEnd,
    pause: afterEnd,
    resume: afterEnd,
    cancel: same,
    updateConfig: afterEnd,
    retry: afterEnd,
    rollback: to('RollingBack'),
    validate: to('Cancelled'),
    accept: afterEnd,
  },
  RollingBack: {
    plan: no('Wait until it is rolled back.'),
    start: no('Wait until it is rolled back.'),
    pause: intent('pausing'),
    resume: intent('none'),
    cancel: no('A rollback can be paused, not cancelled.'),
    updateConfig: to('RollingBack'),
    retry: no('Wait until it is rolled back.'),
    rollback: same,
    validate: no('Wait until it is rolled back.'),
    accept: no('Wait until it is rolled back.'),
  },
  RolledBack: {
    plan: afterEnd,
    start: afterEnd,
    pause: afterEnd,
    resume: afterEnd,
    cancel: afterEnd,
    updateConfig: afterEnd,
    retry: afterEnd,
    rollback: same,
    validate: to('RolledBack'),
    accept: afterEnd,
  },
}
