import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../model/client/client.ts'
import type { ClientAuthor, ClientPolicyEffects, ClientPolicyFacts } from '../spi/client-policy.ts'
import { applyClientPolicies } from './apply-client-policies.ts'
import { draftClient } from './draft-client.ts'

/** What is to be stored, and what else follows. */
export type ReviewedClient = ClientPolicyEffects & { readonly client: ClientRepresentation }

/** A client as the realm's policies let it be registered (no `current`) or changed. Throws when they do not. */
export async function reviewClient(
  { server, realm, request }: Pick<ClientPolicyFacts, 'server' | 'realm' | 'request'>,
  author: ClientAuthor,
  asked: ClientRepresentation,
  current?: Client,
): Promise<ReviewedClient> {
  if (realm.realm.settings.clientPolicies.length === 0) return { client: asked }
  const client = current && (await realm.clientById(current.id))
  const facts = { server, realm, request, author, draft: draftClient(asked, current), ...(client ? { client } : {}) }
  const effects = await applyClientPolicies(current ? 'UPDATE' : 'REGISTER', facts)
  return { client: asked, ...effects }
}
