import * as z from 'zod'
import { InvalidInput } from '../../kernel/error.ts'
import type { IdentityProviderConfig } from '../../spi/identity-provider-type.ts'

/** OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2. What is not used is passed over. */
const discoveryDocument = z.object({
  issuer: z.string().optional(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  userinfo_endpoint: z.string().optional(),
  introspection_endpoint: z.string().optional(),
  end_session_endpoint: z.string().optional(),
  jwks_uri: z.string().optional(),
})

/** Settings of a provider of users, from what it publishes. Throws InvalidInput for something else. */
export function readOpenIdDiscovery(text: string): IdentityProviderConfig {
  const document = parse(text)
  return withoutAbsent({
    ...toEndpoints(document),
    logoutUrl: document.end_session_endpoint,
    ...(document.jwks_uri ? { jwksUrl: document.jwks_uri, useJwksUrl: 'true', validateSignature: 'true' } : {}),
  })
}

/** As `readOpenIdDiscovery`, without what OAuth 2 knows nothing of. */
export function readOAuthDiscovery(text: string): IdentityProviderConfig {
  return withoutAbsent(toEndpoints(parse(text)))
}

function toEndpoints(document: z.output<typeof discoveryDocument>) {
  return {
    issuer: document.issuer,
    authorizationUrl: document.authorization_endpoint,
    tokenUrl: document.token_endpoint,
    tokenIntrospectionUrl: document.introspection_endpoint,
    userInfoUrl: document.userinfo_endpoint,
  }
}

function parse(text: string): z.output<typeof discoveryDocument> {
  try {
    return discoveryDocument.parse(JSON.parse(text))
  } catch (cause) {
    throw new InvalidInput(undefined, 'The document is no OpenID Connect discovery document', [], cause)
  }
}

function withoutAbsent(config: Readonly<Record<string, string | undefined>>): IdentityProviderConfig {
  const present = Object.entries(config).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries(present)
}
