import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { requireSignedIn } from '../caller.server'

/** The start: the project one was in last, or the list. */
export default async function Start() {
  const { trpc, queryClient } = await requireSignedIn('/')
  const projects = await queryClient.fetchQuery(trpc.project.list.queryOptions())
  const last = (await cookies()).get('godwit.project')?.value
  redirect(projects.some((project) => project.id === last) ? `/projects/${last}` : '/projects')
}
