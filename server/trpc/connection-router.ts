import { z } from 'zod'
import { catalogTableSchema } from '@/domain/catalog/catalog-table'
import { byProjectIdSchema, idSchema } from '@/domain/contracts/common'
import {
  byConnectionIdSchema,
  byConnectionTestIdSchema,
  connectionCommandSchema,
  connectionDtoSchema,
  connectionTestDtoSchema,
  createConnectionInputSchema,
  schemaDtoSchema,
  schemaTableInputSchema,
  updateConnectionInputSchema,
} from '@/domain/contracts/connection'
import { createConnection } from '../commands/connection/create-connection'
import { deleteConnection } from '../commands/connection/delete-connection'
import { introspectConnection } from '../commands/connection/introspect-connection'
import { testConnection } from '../commands/connection/test-connection'
import { updateConnection } from '../commands/connection/update-connection'
import { getConnectionById } from '../queries/connection/get-connection-by-id'
import { getConnectionList } from '../queries/connection/get-connection-list'
import { getConnectionTest } from '../queries/connection/get-connection-test'
import { getSchema } from '../queries/connection/get-schema'
import { getSchemaTable } from '../queries/connection/get-schema-table'
import { t } from './init'
import { command, query } from './procedures'

export const connectionRouter = t.router({
  create: command(createConnectionInputSchema, connectionDtoSchema, createConnection),
  update: command(updateConnectionInputSchema, connectionDtoSchema, updateConnection),
  delete: command(connectionCommandSchema, z.strictObject({ connectionId: idSchema }), deleteConnection),
  list: query(byProjectIdSchema, z.array(connectionDtoSchema), getConnectionList),
  byId: query(byConnectionIdSchema, connectionDtoSchema, getConnectionById),
  test: command(connectionCommandSchema, connectionTestDtoSchema, testConnection),
  testById: query(byConnectionTestIdSchema, connectionTestDtoSchema, getConnectionTest),
  introspect: command(connectionCommandSchema, connectionDtoSchema, introspectConnection),
  schema: query(byConnectionIdSchema, schemaDtoSchema, getSchema),
  schemaTable: query(schemaTableInputSchema, catalogTableSchema, getSchemaTable),
})
