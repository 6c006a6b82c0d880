'use client'

import { useQuery } from '@tanstack/react-query'
import { createSerializer, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { useTRPC } from '@/client/react'
import type { ConnectionDto } from '@/domain/contracts/connection'
import { everything } from '../../mapping/selection'
import { Steps } from '../../plan/steps'
import { Loaded } from '../../ui/loaded'
import { ConfigStep } from './config-step'
import { whyNotTarget } from './connection-choice'
import { ConnectionStep } from './connection-step'
import { type Draft, useDraft } from './draft'
import { TablesStep } from './tables-step'
import { useCreate } from './use-create'

const stepNames = ['source', 'target', 'tables', 'config'] as const
type StepName = (typeof stepNames)[number]

const address = {
  step: parseAsStringLiteral(stepNames).withDefault('source'),
  source: parseAsString.withDefault(''),
  target: parseAsString.withDefault(''),
}
const toAddress = createSerializer(address)

const labels: Readonly<Record<StepName, string>> = {
  source: 'Source',
  target: 'Target',
  tables: 'Tables',
  config: 'Config',
}

/** Source, target, tables, config; with the last the migration is created and planned, and its own page goes on from there. */
export function Wizard({ projectId }: { projectId: string }) {
  const trpc = useTRPC()
  const connections = useQuery(trpc.connection.list.queryOptions({ projectId }))
  return (
    <Loaded query={connections} what="the connections" rows={6}>
      {(list) => <WizardSteps projectId={projectId} connections={list} />}
    </Loaded>
  )
}

/** The step to show: an address that skips something necessary leads to where that is chosen. */
function reachable(asked: StepName, source: ConnectionDto | undefined, target: ConnectionDto | undefined): StepName {
  if (asked === 'source' || source === undefined) return 'source'
  if (asked === 'target' || target === undefined || whyNotTarget(source, target) !== null) return 'target'
  return asked
}

function WizardSteps({ projectId, connections }: { projectId: string; connections: readonly ConnectionDto[] }) {
  const [at, setAt] = useQueryStates(address, { history: 'push' })
  const { draft, change, forget } = useDraft(projectId)
  const source = connections.find((connection) => connection.id === at.source)
  const target = connections.find((connection) => connection.id === at.target)
  const step = reachable(at.step, source, target)
  const go = (to: StepName) => void setAt({ step: to })
  const selection = draft.sourceId === source?.id ? draft.selection : everything
  const create = useCreate(projectId, forget)
  const onChange = useCallback((part: Partial<Draft>) => change(part), [change])
  const newHref = `/projects/${projectId}/connections/new`
  return (
    <>
      <Steps
        current={stepNames.indexOf(step)}
        steps={[
          ...stepNames.map((name) => ({ label: labels[name], href: toAddress({ ...at, step: name }) })),
          { label: 'Plan' },
        ]}
      />
      {step === 'source' ? (
        <ConnectionStep
          title="Where are the rows?"
          connections={connections}
          chosen={source}
          whyNot={() => null}
          onChoose={({ id }) => void setAt({ source: id }, { history: 'replace' })}
          onNext={() => go('target')}
          newHref={newHref}
        />
      ) : null}
      {step === 'target' ? (
        <ConnectionStep
          title="Where should they be?"
          connections={connections}
          chosen={target}
          whyNot={(connection) => whyNotTarget(source, connection)}
          onChoose={({ id }) => void setAt({ target: id }, { history: 'replace' })}
          onNext={() => go('tables')}
          onBack={() => go('source')}
          newHref={newHref}
        />
      ) : null}
      {step === 'tables' && source !== undefined ? (
        <TablesStep
          key={source.id}
          source={source}
          selection={selection}
          onSelect={(chosen) => change({ sourceId: source.id, selection: chosen })}
          onNext={() => go('config')}
          onBack={() => go('target')}
        />
      ) : null}
      {step === 'config' && source !== undefined && target !== undefined ? (
        <ConfigStep
          about={{ name: draft.name ?? `${source.name} → ${target.name}`, description: draft.description }}
          settings={draft.settings}
          write={draft.write}
          busy={create.busy}
          error={create.error}
          onChange={onChange}
          onCreate={(about, settings) =>
            create.run({ source, target, selection, about, settings, write: draft.write, key: draft.key })
          }
          onBack={() => go('tables')}
        />
      ) : null}
    </>
  )
}
