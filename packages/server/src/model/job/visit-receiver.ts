import { JobPostponed } from './job-postponed.ts'

/** Jobs on their way to one receiver at the same time, from this node; and to one whose last answer was none. */
const placesOf = { answering: 4, failing: 1 } as const
/** How long a job waits that found no place: as long as a receiver may take. */
const waitMilliseconds = 5_000

interface Receiver {
  visitors: number
  isFailing: boolean
}

/** Receivers of each server by origin; only those that are being visited or failed last. */
const receivers = new WeakMap<object, Map<string, Receiver>>()

/** Does `visit` when the receiver at `url` has a place free, else postpones the job: one that hangs holds up no other. */
export async function visitReceiver(server: object, url: string, visit: () => Promise<void>): Promise<void> {
  const known = receivers.get(server) ?? new Map<string, Receiver>()
  receivers.set(server, known)
  const origin = originOf(url)
  const receiver = known.get(origin) ?? { visitors: 0, isFailing: false }
  if (receiver.visitors >= (receiver.isFailing ? placesOf.failing : placesOf.answering)) {
    throw new JobPostponed(waitMilliseconds, `${origin} has no place free`)
  }
  known.set(origin, receiver)
  receiver.visitors += 1
  try {
    await visit()
    receiver.isFailing = false
  } catch (error) {
    receiver.isFailing = true
    throw error
  } finally {
    receiver.visitors -= 1
    if (receiver.visitors === 0 && !receiver.isFailing) known.delete(origin)
  }
}

/** Only addresses of the web have an origin that is more than `null`. */
function originOf(url: string): string {
  return /^https?:/.test(url) && URL.canParse(url) ? new URL(url).origin : url
}
