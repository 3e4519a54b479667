import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../model/client/client.ts'
import type { ClientAuthor, ClientPolicyFacts } from '../spi/client-policy.ts'
import { applyClientPolicies } from './apply-client-policies.ts'
import { draftClient } from './draft-client.ts'

/** A client as the realm's policies let it be registered (no `current`) or changed. Throws when they do not. */
export async function reviewClient(
  { server, realm, request }: Pick<ClientPolicyFacts, 'server' | 'realm' | 'request'>,
  author: ClientAuthor,
  asked: ClientRepresentation,
  current?: Client,
): Promise<ClientRepresentation> {
  if (realm.realm.settings.clientPolicies.length === 0) return asked
  const client = current && (await realm.clientById(current.id))
  const facts = { server, realm, request, author, draft: draftClient(asked, current), ...(client ? { client } : {}) }
  const effects = await applyClientPolicies(current ? 'UPDATE' : 'REGISTER', facts)
  return effects.client ?? asked
}
