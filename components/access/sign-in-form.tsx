'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { formatDuration } from '../ui/duration'
import { ErrorPanel } from '../ui/error-panel'
import { CapsLockHint } from './caps-lock-hint'
import { useCountdown } from './use-countdown'

const credentials = z.object({
  email: z.string().trim().min(1, 'Your e-mail address.'),
  password: z.string().min(1, 'Your password.'),
})

/** Where to go after signing in: only a page of this origin, whatever the URL asks for. */
function landing(callbackUrl: string): string {
  const wanted = URL.canParse(callbackUrl, location.origin) ? new URL(callbackUrl, location.origin) : null
  return wanted?.origin === location.origin ? wanted.href : '/'
}

/** After too many attempts the server answers `rate-limited:30`: how many seconds to wait. */
const waitOf = (error: string) => Number(/^rate-limited:(\d+)$/.exec(error)?.[1] ?? 0)

/** E-mail and password. An unknown address and a wrong password read the same. Then `onSignedIn`, or else the page that was asked for. */
export function SignInForm({ callbackUrl = '/', onSignedIn }: { callbackUrl?: string; onSignedIn?: () => void }) {
  const [phase, setPhase] = useState<'asking' | 'refused' | 'leaving'>('asking')
  const [wait, startWait] = useCountdown()
  const { register, handleSubmit, setFocus, formState } = useForm({
    resolver: zodResolver(credentials),
    defaultValues: { email: '', password: '' },
  })

  const submit = handleSubmit(async (values) => {
    setPhase('asking')
    const answer = await signIn('credentials', { ...values, redirect: false })
    if (answer?.ok && !answer.error) {
      if (onSignedIn) return onSignedIn()
      setPhase('leaving')
      location.assign(landing(callbackUrl))
      return
    }
    const seconds = waitOf(answer?.error ?? '')
    if (seconds > 0) return startWait(seconds)
    setPhase('refused')
    setFocus('password', { shouldSelect: true })
  })

  const { errors, isSubmitting } = formState
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack gap={14}>
        {phase === 'refused' ? <ErrorPanel title="That e-mail address and password do not match." /> : null}
        {wait > 0 ? (
          <ErrorPanel title="Too many attempts." message={`You can try again in ${formatDuration(wait * 1000)}.`} />
        ) : null}
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          error={errors.email?.message}
          {...register('email')}
        />
        <CapsLockHint>
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            error={errors.password?.message}
            {...register('password')}
          />
        </CapsLockHint>
        <Button
          type="submit"
          variant="filled"
          fullWidth
          loading={isSubmitting || phase === 'leaving'}
          disabled={wait > 0}
        >
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
