import type { ClientPolicyContext, ClientPolicyEffects, ClientPolicyExecutor } from '../../spi/client-policy.ts'
import { type DocumentRules, documentProperties, readDocumentRules } from './document-rules.ts'
import { fetchDocument } from './fetch-document.ts'
import { refuseDocument } from './refuse-document.ts'
import { requireAcceptableDocument } from './require-acceptable-document.ts'
import { requireClientAddress } from './require-client-address.ts'
import { goodUntilAttribute, storeDocumentClient } from './store-document-client.ts'

export const metadataDocumentExecutor: ClientPolicyExecutor = {
  id: 'client-id-metadata-document',
  helpText:
    'On receiving an authorization request, this executor process the request by following OAuth Client ID Metadata Document (Internet Draft).',
  properties: documentProperties,
  prepare(configuration) {
    const rules = readDocumentRules(configuration)
    return { CLIENT_RESOLUTION: (context) => resolve(context, rules) }
  },
}

/** The client that an authorization request names is there when this is done, as its document has it. */
async function resolve(context: ClientPolicyContext, rules: DocumentRules): Promise<ClientPolicyEffects | undefined> {
  const { server, realm, parameters } = context
  const { client_id: clientId, redirect_uri: redirectUri } = parameters
  if (clientId === undefined || redirectUri === undefined || !URL.canParse(redirectUri)) {
    throw refuseDocument('Invalid Authorization Request: it does not include redirect_uri parameter')
  }
  requireClientAddress(clientId, rules)
  const stored = await realm.client(clientId)
  if (stored) {
    const goodUntil = stored.client.settings.attributes[goodUntilAttribute]
    // One that somebody registered is what was registered.
    if (goodUntil === undefined || server.clock.now() <= Number(goodUntil) * 1000) return undefined
  }
  const document = await fetchDocument(server, clientId)
  requireAcceptableDocument(document, { clientId, redirectUri }, rules)
  await storeDocumentClient(context, document, stored?.client)
  return { isClientStored: true }
}
