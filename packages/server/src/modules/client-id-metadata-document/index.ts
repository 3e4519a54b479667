/**
 * Client ID metadata documents (draft-ietf-oauth-client-id-metadata-document): a client that nobody registered is named
 * by the address of a document that describes it. Only where a client policy of the realm has the executor, and for the
 * domains that it trusts.
 *
 * authorization request -> policy -> client_id -> trusted domain -> fetched, or still good -> document -> client stored,
 * as dynamic registration would -> the request goes on like the others
 */
import type { RealmSettings } from '../../model/realm/realm-settings.ts'
import { defineModule } from '../../spi/module.ts'
import { clientIdUriCondition } from './client-id-uri-condition.ts'
import { metadataDocumentExecutor } from './metadata-document-executor.ts'

export const clientIdMetadataDocumentModule = defineModule({
  id: 'client-id-metadata-document',
  clientPolicyConditions: [clientIdUriCondition],
  clientPolicyExecutors: [metadataDocumentExecutor],
  providerMetadata: (_server, { realm }) =>
    isInUse(realm.settings) ? { client_id_metadata_document_supported: true } : {},
})

function isInUse({ clientPolicies, clientProfiles }: RealmSettings): boolean {
  const names = clientProfiles
    .filter(({ executors }) => executors.some(({ executor }) => executor === metadataDocumentExecutor.id))
    .map(({ name }) => name)
  return clientPolicies.some(({ enabled, profiles }) => enabled && profiles.some((name) => names.includes(name)))
}
