import type { LoginContext } from '../../spi/login-protocol.ts'
import type { Reply } from '../../spi/reply.ts'
import { advanceLogin } from './advance-login.ts'
import { newDraft } from './open-draft.ts'

/** Walks the browser flow for a sign-in that a protocol has just drafted. */
export async function startLogin(context: LoginContext, options: { readonly passive: boolean }): Promise<Reply> {
  return advanceLogin(await newDraft(context, options.passive))
}
