'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/client/react'
import type { ProjectDto } from '@/domain/contracts/project'

/** The project with this id out of the list that the console has read anyway; undefined until then, or where there is none. */
export function useProject(projectId: string | undefined): ProjectDto | undefined {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.project.list.queryOptions())
  return data?.find((project) => project.id === projectId)
}
