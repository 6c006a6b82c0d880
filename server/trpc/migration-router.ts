import { z } from 'zod'
import { migrationChunksInputSchema, migrationChunksSchema } from '@/domain/contracts/chunk'
import { byMigrationIdSchema } from '@/domain/contracts/common'
import {
  acknowledgeFindingsInputSchema,
  chooseWritingInputSchema,
  controlMigrationInputSchema,
  createMigrationInputSchema,
  listMigrationsInputSchema,
  migrationAccessDtoSchema,
  migrationDtoSchema,
  migrationErrorsInputSchema,
  migrationErrorsSchema,
  migrationHistoryInputSchema,
  migrationHistorySchema,
  migrationListSchema,
  migrationMetricsDtoSchema,
  migrationProgressDtoSchema,
  planDtoSchema,
  planMigrationInputSchema,
  startMigrationInputSchema,
  updateConfigInputSchema,
  waiveFindingsInputSchema,
} from '@/domain/contracts/migration'
import {
  acceptRejectsInputSchema,
  migrationRejectsInputSchema,
  migrationRejectsSchema,
  rejectValuesSchema,
  replayRejectInputSchema,
  retryMigrationInputSchema,
  revealRejectInputSchema,
  skipRejectsInputSchema,
} from '@/domain/contracts/quarantine'
import { acceptRejects } from '../commands/migration/accept-rejects'
import { acknowledgeFindings } from '../commands/migration/acknowledge-findings'
import { cancelMigration } from '../commands/migration/cancel-migration'
import { chooseWriting } from '../commands/migration/choose-writing'
import { createMigration } from '../commands/migration/create-migration'
import { pauseMigration } from '../commands/migration/pause-migration'
import { planMigration } from '../commands/migration/plan-migration'
import { replayReject } from '../commands/migration/replay-reject'
import { resumeMigration } from '../commands/migration/resume-migration'
import { retryMigration } from '../commands/migration/retry-migration'
import { revealReject } from '../commands/migration/reveal-reject'
import { skipRejects } from '../commands/migration/skip-rejects'
import { startMigration } from '../commands/migration/start-migration'
import { updateConfig } from '../commands/migration/update-config'
import { waiveFindings } from '../commands/migration/waive-findings'
import { getCurrentPlan } from '../queries/migration/get-current-plan'
import { getMigrationAccess } from '../queries/migration/get-migration-access'
import { getMigrationById } from '../queries/migration/get-migration-by-id'
import { getMigrationChunks } from '../queries/migration/get-migration-chunks'
import { getMigrationErrors } from '../queries/migration/get-migration-errors'
import { getMigrationHistory } from '../queries/migration/get-migration-history'
import { getMigrationList } from '../queries/migration/get-migration-list'
import { getMigrationMetrics } from '../queries/migration/get-migration-metrics'
import { getMigrationProgress } from '../queries/migration/get-migration-progress'
import { getMigrationRejects } from '../queries/migration/get-migration-rejects'
import { t } from './init'
import { command, query } from './procedures'

export const migrationRouter = t.router({
  create: command(createMigrationInputSchema, migrationDtoSchema, createMigration),
  plan: command(planMigrationInputSchema, migrationDtoSchema, planMigration),
  acknowledge: command(acknowledgeFindingsInputSchema, migrationDtoSchema, acknowledgeFindings),
  waive: command(waiveFindingsInputSchema, migrationDtoSchema, waiveFindings),
  chooseWriting: command(chooseWritingInputSchema, migrationDtoSchema, chooseWriting),
  start: command(startMigrationInputSchema, migrationDtoSchema, startMigration),
  pause: command(controlMigrationInputSchema, migrationDtoSchema, pauseMigration),
  resume: command(controlMigrationInputSchema, migrationDtoSchema, resumeMigration),
  cancel: command(controlMigrationInputSchema, migrationDtoSchema, cancelMigration),
  updateConfig: command(updateConfigInputSchema, migrationDtoSchema, updateConfig),
  retry: command(retryMigrationInputSchema, migrationDtoSchema, retryMigration),
  accept: command(acceptRejectsInputSchema, migrationDtoSchema, acceptRejects),
  skipRejects: command(skipRejectsInputSchema, migrationDtoSchema, skipRejects),
  replayReject: command(replayRejectInputSchema, migrationDtoSchema, replayReject),
  revealReject: command(revealRejectInputSchema, rejectValuesSchema, revealReject),
  byId: query(byMigrationIdSchema, migrationDtoSchema, getMigrationById),
  list: query(listMigrationsInputSchema, migrationListSchema, getMigrationList),
  progress: query(byMigrationIdSchema, migrationProgressDtoSchema, getMigrationProgress),
  metrics: query(byMigrationIdSchema, migrationMetricsDtoSchema, getMigrationMetrics),
  chunks: query(migrationChunksInputSchema, migrationChunksSchema, getMigrationChunks),
  errors: query(migrationErrorsInputSchema, migrationErrorsSchema, getMigrationErrors),
  rejects: query(migrationRejectsInputSchema, migrationRejectsSchema, getMigrationRejects),
  access: query(byMigrationIdSchema, z.array(migrationAccessDtoSchema), getMigrationAccess),
  history: query(migrationHistoryInputSchema, migrationHistorySchema, getMigrationHistory),
  currentPlan: query(byMigrationIdSchema, planDtoSchema.nullable(), getCurrentPlan),
})
