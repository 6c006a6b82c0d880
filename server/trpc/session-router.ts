import { z } from 'zod'
import { meDtoSchema } from '@/domain/contracts/session'
import { getMe } from '../queries/session/get-me'
import { t } from './init'
import { query } from './procedures'

export const sessionRouter = t.router({
  me: query(z.void(), meDtoSchema, getMe),
})
