'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, Stack, TextInput } from '@mantine/core'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { setupInputSchema } from '@/domain/contracts/session'
import { ErrorPanel } from '../ui/error-panel'
import { NewPasswordField } from './new-password-field'
import { postJson } from './post-json'

const schema = setupInputSchema.omit({ token: true })

/** Makes the first administrator with the token of the set-up link, and signs them in. */
export function SetupForm({ token }: { token: string }) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const { register, handleSubmit, control, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '', email: '', password: '' },
  })
  const [name, email, password] = useWatch({ control, name: ['name', 'email', 'password'] })

  const submit = handleSubmit(async (values) => {
    setRefusal(null)
    const answer = await postJson('/api/setup', { token, ...values })
    if (!answer.ok) return setRefusal(answer.message)
    await signIn('credentials', { email: values.email, password: values.password, redirect: false })
    location.assign('/projects')
  })

  const { errors, isSubmitting, isSubmitSuccessful } = formState
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack gap={14}>
        {refusal ? <ErrorPanel title={refusal} /> : null}
        <TextInput label="Your name" autoComplete="name" error={errors.name?.message} {...register('name')} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          error={errors.email?.message}
          {...register('email')}
        />
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
          Create the administrator
        </Button>
      </Stack>
    </form>
  )
}
