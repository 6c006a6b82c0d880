import type { Endpoint } from '@/domain/contracts/connection'
import type { Connector } from './connector'
import { postgresConnector } from './postgres/postgres-connector'

const connectors: Record<Endpoint['kind'], Connector> = { postgres: postgresConnector }

/** The connector of a kind of database. */
export const connectorFor = (kind: Endpoint['kind']): Connector => connectors[kind]
