import type { ClientMetadata } from '@ztrust/contract/client-registration'
import type { DocumentRules } from './document-rules.ts'
import type { FetchedDocument } from './fetch-document.ts'
import { refuseDocument } from './refuse-document.ts'
import { requireTrustedAddress } from './require-client-address.ts'
import { hostOf, isTrustedHost } from './trusted-domains.ts'

/** Ways to prove oneself by a secret: there is nobody to share one with. */
const secretMethods = ['client_secret_post', 'client_secret_basic', 'client_secret_jwt']

/** Throws unless a document describes the client that it was fetched for, in a way that its rules allow. */
export function requireAcceptableDocument(
  document: FetchedDocument,
  { clientId, redirectUri }: { readonly clientId: string; readonly redirectUri: string },
  rules: DocumentRules,
): void {
  const { metadata, names } = document
  if (metadata.client_id === undefined) throw refuseDocument('Invalid Client Metadata: no client_id.')
  // RFC 3986, section 6.2.1: the same text.
  if (metadata.client_id !== clientId) {
    throw refuseDocument('Invalid Client Metadata: client_id property does not exactly match client_id parameter.')
  }
  requireNoSecret(metadata, names)
  if (!metadata.redirect_uris?.includes(redirectUri)) {
    throw refuseDocument(
      'Invalid Client Metadata: redirect_uri parameter does not exactly match the one of redirect_uris property in client metadata.',
    )
  }
  // What stands in place of many addresses would be compared with none.
  if (metadata.redirect_uris.some((uri) => uri.includes('*'))) {
    throw refuseDocument('Invalid Client Metadata: redirect_uris property in client metadata includes a wildcard.')
  }
  for (const address of [...metadata.redirect_uris, ...addressesOf(metadata)]) requireTrustedAddress(address, rules)
  if (rules.isSameDomain) requireSameDomain(metadata, clientId, redirectUri, rules)
  if (rules.requiredProperties.some((name) => !names.has(name))) {
    throw refuseDocument('Invalid Client Metadata: it does not include all required properties.')
  }
  if (rules.isConfidential) requireConfidential(metadata)
}

/** Section 4.1 of the draft: what everybody can read holds nothing secret. */
function requireNoSecret({ token_endpoint_auth_method: method, jwks }: ClientMetadata, names: ReadonlySet<string>) {
  if (method !== undefined && secretMethods.includes(method)) {
    throw refuseDocument(
      'Invalid Client Metadata: token_endpoint_auth_method property in client metadata is not-allowed authentication method..',
    )
  }
  if (names.has('client_secret') || names.has('client_secret_expires_at')) {
    throw refuseDocument(
      'Invalid Client Metadata: client_secret or client_secret_expires_at property in client metadata is must not included.',
    )
  }
  // RFC 7517, section 4 and RFC 7518, section 6: `d` of a private key, `k` of a secret one.
  if (jwks?.keys.some((key) => 'd' in key || 'k' in key)) {
    throw refuseDocument('Invalid Client Metadata: jwks property in client metadata includes a private key.')
  }
}

function addressesOf({ client_uri, logo_uri, tos_uri, policy_uri, jwks_uri }: ClientMetadata): readonly string[] {
  return [client_uri, logo_uri, tos_uri, policy_uri, jwks_uri].filter((address) => address !== undefined)
}

function requireSameDomain(
  metadata: ClientMetadata,
  clientId: string,
  redirectUri: string,
  { domains }: DocumentRules,
): void {
  const isBesideRedirect = (address: string) =>
    domains.some((domain) => [address, redirectUri].every((one) => isTrustedHost(hostOf(one) ?? '', [domain])))
  if (!isBesideRedirect(clientId)) {
    throw refuseDocument(
      'Invalid Client Metadata: client_id parameter, redirect_uri parameter and at least one of redirect_uris properties in client metadata should be under the same domain.',
    )
  }
  if (!addressesOf(metadata).every(isBesideRedirect)) {
    throw refuseDocument('Invalid Client Metadata: some uri property is not under the same permitted domain')
  }
}

function requireConfidential({ token_endpoint_auth_method: method, jwks, jwks_uri: uri }: ClientMetadata): void {
  if (method !== 'private_key_jwt' && method !== 'tls_client_auth') {
    throw refuseDocument('Invalid Client Metadata: confidential client is only allowed.')
  }
  if ((jwks === undefined) === (uri === undefined)) {
    throw refuseDocument('Invalid Client Metadata: ether jwks or jwks_uri property is required.')
  }
}
