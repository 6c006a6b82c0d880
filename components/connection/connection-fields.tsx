'use client'

import { NativeSelect, PasswordInput, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { Controller, type UseFormReturn } from 'react-hook-form'
import { environmentSchema } from '@/domain/contracts/connection'
import styles from './connection-fields.module.css'
import type { ConnectionFormInput, ConnectionFormValues } from './connection-form-schema'

const tlsModes = [
  { value: 'verify-full', label: 'verify-full: encrypted, certificate and name are checked' },
  { value: 'require', label: 'require: encrypted, anybody’s certificate' },
  { value: 'prefer', label: 'prefer: encrypted if the server offers it' },
  { value: 'disable', label: 'disable: everything in the clear' },
]

const environments = [
  { value: 'dev', label: 'DEV' },
  { value: 'stage', label: 'STAGE' },
  { value: 'prod', label: 'PROD' },
]

export type ConnectionForm = UseFormReturn<ConnectionFormInput, unknown, ConnectionFormValues>

/** The fields of a connection, for making one and for changing one. `keepsPassword`: an empty password leaves the old one. */
export function ConnectionFields({ form, keepsPassword = false }: { form: ConnectionForm; keepsPassword?: boolean }) {
  const { register, control, watch, formState } = form
  const { errors } = formState
  const checked = watch('tls') === 'verify-full' || watch('tls') === 'require'
  return (
    <div className={styles.fields}>
      <TextInput className={styles.wide} label="Name" error={errors.name?.message} {...register('name')} />
      <div className={styles.wide}>
        <p className={styles.label} id="environment-label">
          Environment
        </p>
        <Controller
          control={control}
          name="environment"
          render={({ field }) => (
            <SegmentedControl
              aria-labelledby="environment-label"
              data={environments}
              value={field.value}
              onChange={(value) => field.onChange(environmentSchema.parse(value))}
            />
          )}
        />
        <p className={styles.hint}>Starting a migration into PROD needs a manager, and asks once more.</p>
      </div>
      <TextInput
        className={styles.host}
        label="Host"
        autoComplete="off"
        error={errors.host?.message}
        {...register('host')}
      />
      <TextInput
        className={styles.port}
        label="Port"
        inputMode="numeric"
        error={errors.port?.message}
        {...register('port')}
      />
      <TextInput label="Database" autoComplete="off" error={errors.database?.message} {...register('database')} />
      <TextInput label="User" autoComplete="off" error={errors.user?.message} {...register('user')} />
      <PasswordInput
        className={styles.wide}
        label="Password"
        autoComplete="new-password"
        description={
          keepsPassword
            ? 'Leave it empty to keep the one that is set.'
            : 'Sealed as it arrives; it can be replaced but never read again.'
        }
        error={errors.password?.message}
        {...register('password')}
      />
      <NativeSelect
        className={styles.wide}
        label="TLS"
        data={tlsModes}
        error={errors.tls?.message}
        {...register('tls')}
      />
      {checked ? (
        <Textarea
          className={styles.wide}
          label="CA certificate"
          description="PEM, only if the system does not know who signed the server’s certificate."
          placeholder="-----BEGIN CERTIFICATE-----"
          autosize
          minRows={2}
          maxRows={8}
          classNames={{ input: styles.mono ?? '' }}
          error={errors.caPem?.message}
          {...register('caPem')}
        />
      ) : null}
    </div>
  )
}
