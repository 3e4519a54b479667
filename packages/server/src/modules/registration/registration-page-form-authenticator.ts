import type { Authenticator, FlowContext, FormInput, Step } from '../../spi/authenticator.ts'
import { type FormText, refusalPage } from '../../spi/form.ts'
import type { PlacedAction } from './placed-action.ts'
import { registerForm } from './register-form.ts'
import { registerUser } from './register-user.ts'

/** The one page of the registration form; the executions of its flow say what is on it. */
export const registrationPageFormAuthenticator: Authenticator = {
  id: 'registration-page-form',
  displayName: 'Registration Page',
  helpText: 'This is the controller for the registration page',
  showsForm: true,
  requiresUser: false,
  config: [],
  requirements: ['REQUIRED', 'DISABLED'],
  isConfiguredFor: async () => true,
  authenticate: async (context) =>
    withActions(context, (actions) => ({
      kind: 'challenge',
      form: registerForm(context, actions, { input: suggest(context), errors: {} }),
    })),
  action: (context, input) => withActions(context, (actions) => register(context, actions, input)),
}

/** Goes on where the realm lets people register, and where somebody implements all that its form demands. */
async function withActions(
  context: FlowContext,
  next: (actions: readonly PlacedAction[]) => Step | Promise<Step>,
): Promise<Step> {
  const actions = context.realm.realm.settings.registrationAllowed ? findActions(context) : undefined
  if (actions) return next(actions)
  const form = refusalPage('registrationNotAllowedMessage')
  return { kind: 'failure', type: 'REGISTER', error: 'registration_disabled', form, status: 400 }
}

/** Undefined where a required action is nobody's: a form without its captcha is not the form that was asked for. */
function findActions(context: FlowContext): readonly PlacedAction[] | undefined {
  const { realm, server, execution } = context
  const found: PlacedAction[] = []
  for (const part of realm.executions(execution.subFlowId ?? '')) {
    if (part.requirement === 'DISABLED') continue
    const action = server.registry.formActions.get(part.authenticator ?? '')
    if (!action) return undefined
    const config = part.configId === undefined ? undefined : realm.authenticatorConfig(part.configId)
    found.push({ action, context: { ...context, execution: part, config: config?.config ?? {} } })
  }
  return found
}

/** An application may know whom it sends. */
function suggest({ session }: FlowContext): FormInput {
  const hint = session.state.clientNotes['login_hint']
  if (hint === undefined) return {}
  return hint.includes('@') ? { email: hint } : { username: hint }
}

async function register(context: FlowContext, actions: readonly PlacedAction[], input: FormInput): Promise<Step> {
  const eventDetails = detailsOf(input)
  const again = (errors: Readonly<Record<string, FormText>>, error: string): Step => ({
    kind: 'failure',
    type: 'REGISTER',
    error,
    form: registerForm(context, actions, { input, errors }),
    eventDetails,
  })
  const result = await registerUser(context, actions, input)
  if (result.kind === 'wrong') return again(result.errors, result.error)
  return { kind: 'success', user: result.user, eventDetails: { ...eventDetails, username: result.user.username } }
}

function detailsOf({ username, email }: FormInput): Record<string, string> {
  return {
    register_method: 'form',
    ...(username ? { username: username.trim() } : {}),
    ...(email ? { email: email.trim() } : {}),
  }
}
