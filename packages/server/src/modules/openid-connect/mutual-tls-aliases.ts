import type { ProviderMetadata } from '@ztrust/contract/oidc'
import type { Urls } from '../../spi/urls.ts'

/** The endpoints that clients call themselves, where a certificate proves them or binds their tokens. */
const aliased = [
  'token_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'device_authorization_endpoint',
  'registration_endpoint',
  'userinfo_endpoint',
  'pushed_authorization_request_endpoint',
  'backchannel_authentication_endpoint',
] as const satisfies readonly (keyof ProviderMetadata)[]

/** Names where clients with certificates find the endpoints (RFC 8705, section 5), where they can show one. */
export function withMutualTlsAliases(document: ProviderMetadata, { base, mutualTls }: Urls): ProviderMetadata {
  if (mutualTls === undefined) return document
  const aliases = aliased.flatMap((name) => {
    const address = document[name]
    return address === undefined ? [] : [[name, `${mutualTls}${address.slice(base.length)}`] as const]
  })
  return { ...document, mtls_endpoint_aliases: Object.fromEntries(aliases) }
}
