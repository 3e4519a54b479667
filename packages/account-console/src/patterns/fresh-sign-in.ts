import { ApiError } from '@ztrust/contract/api-client'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useCallback, useEffect } from 'react'

const storageKey = 'ztrust.account.waiting-step'
/** Somebody who comes back later than this has something else in mind. */
const longestWait = 10 * 60 * 1000

/** A step that waits for a new sign-in: never in the address, where a link could bring it. */
interface WaitingStep {
  readonly kind: string
  readonly id: string
  readonly at: number
}

/**
 * For steps that need a sign-in of the last minutes. Does the step; where the server wants a new sign-in first, it leads
 * there, and the step is finished after coming back.
 */
export function useFreshSignIn(kind: string, step: (id: string) => Promise<unknown>): (id: string) => Promise<void> {
  const { signIn } = useSession()
  const toasts = useToasts()

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is back
  useEffect(() => {
    const id = takeWaitingStep(kind)
    // A second refusal is shown, never led to the login page again: that would be a circle.
    if (id !== undefined) step(id).catch(toasts.failure)
  }, [])

  return useCallback(
    async (id) => {
      try {
        await step(id)
      } catch (error) {
        if (!needsNewSignIn(error)) throw error
        const waiting: WaitingStep = { kind, id, at: Date.now() }
        window.sessionStorage.setItem(storageKey, JSON.stringify(waiting))
        await signIn({ prompt: 'login', max_age: '0' })
      }
    },
    [kind, step, signIn],
  )
}

function needsNewSignIn(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 403) return false
  const { body } = error
  return typeof body === 'object' && body !== null && Reflect.get(body, 'error') === 'reauthentication_required'
}

function takeWaitingStep(kind: string): string | undefined {
  const written = window.sessionStorage.getItem(storageKey)
  if (written === null) return undefined
  const step: unknown = JSON.parse(written)
  if (!isWaitingStep(step) || step.kind !== kind) return undefined
  window.sessionStorage.removeItem(storageKey)
  return Date.now() - step.at <= longestWait ? step.id : undefined
}

function isWaitingStep(value: unknown): value is WaitingStep {
  if (typeof value !== 'object' || value === null) return false
  return (
    typeof Reflect.get(value, 'kind') === 'string' &&
    typeof Reflect.get(value, 'id') === 'string' &&
    typeof Reflect.get(value, 'at') === 'number'
  )
}
