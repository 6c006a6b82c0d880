'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, Stack, TextInput } from '@mantine/core'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { acceptInviteInputSchema } from '@/domain/contracts/session'
import { ErrorPanel } from '../ui/error-panel'
import { NewPasswordField } from './new-password-field'
import { postJson } from './post-json'

const schema = acceptInviteInputSchema.omit({ token: true })

/** Accepts an invitation: makes the account of the invited address, and signs in. */
export function InviteForm({ token, email }: { token: string; email: string }) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const { register, handleSubmit, control, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '', password: '' },
  })
  const [name, password] = useWatch({ control, name: ['name', 'password'] })

  const submit = handleSubmit(async (values) => {
    setRefusal(null)
    const answer = await postJson('/api/invite', { token, ...values })
    if (!answer.ok) return setRefusal(answer.message)
    await signIn('credentials', { email, password: values.password, redirect: false })
    location.assign('/projects')
  })

  const { errors, isSubmitting, isSubmitSuccessful } = formState
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack gap={14}>
        {refusal ? <ErrorPanel title={refusal} /> : null}
        <TextInput label="E-mail" value={email} readOnly autoComplete="username" />
        <TextInput label="Your name" autoComplete="name" error={errors.name?.message} {...register('name')} />
        <NewPasswordField
          current={password}
          person={[name, email]}
          error={errors.password?.message}
          {...register('password')}
        />
        <Button
          type="submit"
          variant="filled"
          fullWidth
          loading={isSubmitting || (isSubmitSuccessful && refusal === null)}
        >
          Accept and sign in
        </Button>
      </Stack>
    </form>
  )
}
