import Link from 'next/link'
import type { ProjectDto } from '@/domain/contracts/project'
import { DataTable } from '../ui/data-table'
import { Num } from '../ui/num'
import { StateBadge } from '../ui/state-badge'
import { Tag } from '../ui/tag'
import { Time } from '../ui/time'
import styles from './project-table.module.css'

function LastResult({ last }: { last: ProjectDto['lastResult'] }) {
  if (last === null) return <span className={styles.quiet}>nothing yet</span>
  return (
    <span className={styles.result}>
      <StateBadge state={last.state} />
      <span className={styles.quiet}>
        {last.name} · <Time at={last.at} />
      </span>
    </span>
  )
}

/** The projects one may see, each a row that leads into it. */
export function ProjectTable({ projects }: { projects: readonly ProjectDto[] }) {
  return (
    <DataTable label="Projects">
      <thead>
        <tr>
          <th>Project</th>
          <th data-num>Running now</th>
          <th>Last result</th>
          <th data-num>Migrations</th>
          <th data-num>Connections</th>
          <th>Your role</th>
        </tr>
      </thead>
      <tbody>
        {projects.map((project) => (
          <tr key={project.id}>
            <td>
              <Link href={`/projects/${project.id}`} data-row>
                {project.name}
              </Link>
            </td>
            <td data-num data-label="Running now">
              {project.running > 0 ? <Tag tone="run">{project.running} running</Tag> : '–'}
            </td>
            <td data-label="Last result">
              <LastResult last={project.lastResult} />
            </td>
            <td data-num data-label="Migrations">
              <Num value={project.migrations} />
            </td>
            <td data-num data-label="Connections">
              <Num value={project.connections} />
            </td>
            <td data-label="Your role">{project.role}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
