import { z } from 'zod'
import {
  createTokenInputSchema,
  createTokenOutputSchema,
  revokeTokenInputSchema,
  tokenDtoSchema,
} from '@/domain/contracts/session'
import { createToken } from '../commands/token/create-token'
import { revokeToken } from '../commands/token/revoke-token'
import { getTokenList } from '../queries/token/get-token-list'
import { t } from './init'
import { command, query } from './procedures'

export const tokenRouter = t.router({
  create: command(createTokenInputSchema, createTokenOutputSchema, createToken),
  list: query(z.void(), z.array(tokenDtoSchema), getTokenList),
  revoke: command(revokeTokenInputSchema, tokenDtoSchema, revokeToken),
})
