import { Note } from '../ui/note'
import { Time } from '../ui/time'

/** Says that what is on the page has stopped being live, and since when. */
export function StaleBanner({ since }: { since: string }) {
  return (
    <div role="alert">
      <Note tone="warn">
        Reconnecting… data as of <Time at={since} as="clock" />
      </Note>
    </div>
  )
}
