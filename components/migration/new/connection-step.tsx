'use client'

import { Button, Radio } from '@mantine/core'
import Link from 'next/link'
import { useState } from 'react'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { TestVerdict } from '../../connection/test-verdict'
import { Card } from '../../ui/card'
import { EmptyState } from '../../ui/empty-state'
import { EnvTag } from '../../ui/env-tag'
import { testHint } from './connection-choice'
import styles from './connection-step.module.css'
import { StepFoot } from './step-foot'

/** Chooses one connection. `whyNot` names why one cannot be chosen here; it is then shown with that reason. */
export function ConnectionStep({
  title,
  connections,
  chosen,
  whyNot,
  onChoose,
  onNext,
  onBack,
  newHref,
}: {
  title: string
  connections: readonly ConnectionDto[]
  chosen: ConnectionDto | undefined
  whyNot: (connection: ConnectionDto) => string | null
  onChoose: (connection: ConnectionDto) => void
  onNext: () => void
  onBack?: () => void
  newHref: string
}) {
  const [asked, setAsked] = useState(false)
  const refusal = chosen === undefined ? 'Choose a connection.' : whyNot(chosen)
  const next = () => (refusal === null ? onNext() : setAsked(true))
  if (connections.length === 0)
    return (
      <Card>
        <EmptyState
          sentence="This project has no connections yet. A connection says where a database is and how to sign in."
          action={
            <Button component={Link} variant="filled" href={newHref}>
              New connection
            </Button>
          }
        />
      </Card>
    )
  return (
    <>
      <Card
        title={title}
        aside={
          <Link href={newHref} className={styles.link}>
            New connection
          </Link>
        }
      >
        <Radio.Group
          aria-label={title}
          value={chosen?.id ?? ''}
          onChange={(id) => {
            const connection = connections.find((each) => each.id === id)
            if (connection !== undefined) onChoose(connection)
          }}
          error={asked && refusal !== null ? refusal : undefined}
        >
          <div className={styles.choices}>
            {connections.map((connection) => (
              <Choice key={connection.id} connection={connection} refusal={whyNot(connection)} />
            ))}
          </div>
        </Radio.Group>
      </Card>
      <StepFoot onBack={onBack}>
        <Button variant="filled" onClick={next}>
          Continue
        </Button>
      </StepFoot>
    </>
  )
}

function Choice({ connection, refusal }: { connection: ConnectionDto; refusal: string | null }) {
  const hint = testHint(connection)
  return (
    <div className={styles.choice}>
      <Radio
        value={connection.id}
        disabled={refusal !== null}
        label={
          <>
            <b className={styles.name}>{connection.name}</b> <code>{connection.label}</code>{' '}
            <EnvTag env={connection.environment} />
          </>
        }
        description={refusal ?? undefined}
      />
      <span className={styles.verdict}>
        <TestVerdict test={connection.lastTest} />
      </span>
      {hint === null || refusal !== null ? null : (
        <p className={styles.hint}>
          {hint.detail} {hint.fix}{' '}
          <Link href={`/projects/${connection.projectId}/connections/${connection.id}`}>Open the connection</Link>
        </p>
      )}
    </div>
  )
}
