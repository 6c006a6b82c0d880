'use client'

import { ActionIcon, NativeSelect } from '@mantine/core'
import { X } from 'lucide-react'
import { type AccessLevel, accessLevelSchema, accessLevels } from '@/domain/access/roles'
import type { MemberDto } from '@/domain/contracts/project'
import { Tag } from '../ui/tag'
import styles from './members.module.css'

/** One member: name, address, role; for owners the role can be changed and the member removed. */
export function MemberLine({
  member,
  manages,
  busy,
  onLevel,
  onRemove,
}: {
  member: MemberDto
  manages: boolean
  busy: boolean
  onLevel: (level: AccessLevel) => void
  onRemove: () => void
}) {
  return (
    <li className={styles.member}>
      <span className={styles.who}>
        <span className={styles.name}>
          {member.name} {member.kind === 'service' ? <Tag>service</Tag> : null}
        </span>
        {member.email ? (
          <span className={styles.email} title={member.email}>
            {member.email}
          </span>
        ) : null}
      </span>
      {manages ? (
        <>
          <NativeSelect
            size="xs"
            className={styles.level}
            aria-label={`Role of ${member.name}`}
            data={[...accessLevels]}
            value={member.level}
            disabled={busy}
            onChange={(event) => onLevel(accessLevelSchema.parse(event.currentTarget.value))}
          />
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={`Remove ${member.name}…`} onClick={onRemove}>
            <X size={14} aria-hidden />
          </ActionIcon>
        </>
      ) : (
        <span className={styles.email}>{member.level}</span>
      )}
    </li>
  )
}
