'use client'

import { NativeSelect } from '@mantine/core'
import { type TriggerChoice, type WriteChoice, writeModes } from '@/domain/plan/write-mode'
import { modeWords, triggerWords } from '../../plan/write-words'
import styles from './config-step.module.css'

const triggerChoices = ['stop', 'let-fire', 'replica'] as const

/** How rows are written into every table that exists, and what becomes of its triggers. */
export function WriteFields({ write, onChange }: { write: WriteChoice; onChange: (write: WriteChoice) => void }) {
  const triggers: TriggerChoice | 'stop' = write.triggers ?? 'stop'
  const choose = (mode: WriteChoice['mode'], trigger: TriggerChoice | 'stop') =>
    onChange({ mode, ...(trigger === 'stop' ? {} : { triggers: trigger }) })
  return (
    <div className={styles.about}>
      <NativeSelect
        label="Rows"
        description={modeWords[write.mode].effect}
        data={writeModes.map((value) => ({ value, label: modeWords[value].label }))}
        value={write.mode}
        onChange={({ currentTarget: { value } }) =>
          choose(writeModes.find((each) => each === value) ?? write.mode, triggers)
        }
      />
      <NativeSelect
        label="Triggers of such tables"
        description={triggerWords[triggers].effect}
        data={triggerChoices.map((value) => ({ value, label: triggerWords[value].label }))}
        value={triggers}
        onChange={({ currentTarget: { value } }) =>
          choose(write.mode, triggerChoices.find((each) => each === value) ?? triggers)
        }
      />
    </div>
  )
}
