import type { LoginContext } from '../../spi/login-protocol.ts'
import type { Reply } from '../../spi/reply.ts'
import { advanceLogin } from './advance-login.ts'
import { newDraft } from './open-draft.ts'
import { enterRegistration } from './registration-flow.ts'

/** Walks the browser flow, or that of who registers, for a sign-in that a protocol has just drafted. */
export async function startLogin(
  context: LoginContext,
  { passive, registers = false }: { readonly passive: boolean; readonly registers?: boolean },
): Promise<Reply> {
  const draft = await newDraft(context, passive)
  if (registers) enterRegistration(draft)
  return advanceLogin(draft)
}
