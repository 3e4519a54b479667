import { Conflict } from '../../kernel/error.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { createUser, defaultRequiredActions, type NewUser } from '../../model/user/create-user.ts'
import type { User } from '../../model/user/user.ts'
import type { FlowContext, FormInput } from '../../spi/authenticator.ts'
import { type FormText, text } from '../../spi/form.ts'
import { transact } from '../../storage/transact.ts'
import type { PlacedAction } from './placed-action.ts'

export type Registered =
  | { readonly kind: 'right'; readonly user: User }
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, FormText>>; readonly error: string }

/** Makes the user when all actions found the post right; else tells every problem at once. */
export async function registerUser(
  context: FlowContext,
  actions: readonly PlacedAction[],
  input: FormInput,
): Promise<Registered> {
  const checks = await Promise.all(actions.map(({ action, context: own }) => action.check(own, input)))
  const wrong = checks.filter((check) => check.kind === 'wrong')
  const [first] = wrong
  if (first)
    return { kind: 'wrong', error: first.error, errors: Object.assign({}, ...wrong.map(({ errors }) => errors)) }
  let draft: NewUser = { username: '', requiredActions: defaultRequiredActions(context.realm) }
  for (const check of checks) if (check.kind === 'right') draft = await check.complete(draft)
  try {
    return { kind: 'right', user: await write(context, draft) }
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return toConflict(context, error)
  }
}

function write({ server, realm, client, request, session }: FlowContext, draft: NewUser): Promise<User> {
  return transact(server.storage, async (tx) => {
    const user = await createUser(tx, realm, draft)
    const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip }
    const details = {
      auth_method: session.protocol,
      register_method: 'form',
      username: user.username,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      redirect_uri: session.redirectUri,
      code_id: session.tabId,
    }
    await recordEvent(tx, realm, { type: 'REGISTER', ...event, details }, server)
    return user
  })
}

/** Somebody was faster, or has had the name all along. Where addresses are names, it is the address that is taken. */
function toConflict({ realm }: FlowContext, { field }: Conflict): Registered {
  if (field === 'email' || realm.realm.settings.registrationEmailAsUsername) {
    return { kind: 'wrong', error: 'email_in_use', errors: { email: text('emailExistsMessage') } }
  }
  return { kind: 'wrong', error: 'username_in_use', errors: { username: text('usernameExistsMessage') } }
}
