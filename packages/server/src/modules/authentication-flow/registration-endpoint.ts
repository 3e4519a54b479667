import { showRegistration } from '@ztrust/contract/login'
import { implement } from '../../spi/endpoint-handler.ts'
import { text } from '../../spi/form.ts'
import { page, redirect } from '../../spi/reply.ts'
import { advanceLogin } from './advance-login.ts'
import { currentAddress } from './login-addresses.ts'
import { resetDraft } from './login-draft.ts'
import { openDraft } from './open-draft.ts'
import { errorPage } from './pages.ts'
import { enterRegistration, isRegistration } from './registration-flow.ts'

/** Where "Register" leads: the tab's sign-in goes on by the realm's registration flow. */
export const showRegistrationEndpoint = implement(showRegistration, async ({ query }, context) => {
  const opened = await openDraft(context, query)
  if (opened.kind === 'reply') return opened.reply
  const { draft } = opened
  if (!context.realm.realm.settings.registrationAllowed) {
    return page(errorPage(text('registrationNotAllowedMessage'), draft.client.client), 400)
  }
  // Who has proven who they are by now goes on where they are.
  if (draft.session.state.action !== 'AUTHENTICATE') return redirect(currentAddress(draft))
  if (!isRegistration(draft.session)) {
    resetDraft(draft)
    enterRegistration(draft)
  }
  return advanceLogin(draft)
})
