/** How a step on the login pages ended that the portal had asked for (`kc_action`). */
export interface ActionResult {
  readonly action: string
  readonly status: 'success' | 'cancelled' | 'error'
}

let result: ActionResult | undefined

/** Keeps what the address says; called once, before the address is cleaned. */
export function rememberActionResult(address: URL): void {
  const action = address.searchParams.get('kc_action')
  const status = address.searchParams.get('kc_action_status')
  if (action !== null && (status === 'success' || status === 'cancelled' || status === 'error')) {
    result = { action, status }
  }
}

/** The result, once: whoever shows it takes it. */
export function takeActionResult(): ActionResult | undefined {
  const taken = result
  result = undefined
  return taken
}
