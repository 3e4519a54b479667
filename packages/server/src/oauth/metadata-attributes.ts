import type { ClientMetadata } from '@ztrust/contract/client-registration'

type NamesOf<Value> = {
  [Name in keyof ClientMetadata]-?: NonNullable<ClientMetadata[Name]> extends Value ? Name : never
}[keyof ClientMetadata]

/** Under which attributes Keycloak keeps metadata: what is written as it comes. */
export const textAttributes: Partial<Record<NamesOf<string>, string>> = {
  logo_uri: 'logoUri',
  policy_uri: 'policyUri',
  tos_uri: 'tosUri',
  token_endpoint_auth_signing_alg: 'token.endpoint.auth.signing.alg',
  tls_client_auth_subject_dn: 'x509.subjectdn',
  id_token_signed_response_alg: 'id.token.signed.response.alg',
  id_token_encrypted_response_alg: 'id.token.encrypted.response.alg',
  id_token_encrypted_response_enc: 'id.token.encrypted.response.enc',
  userinfo_signed_response_alg: 'user.info.response.signature.alg',
  userinfo_encrypted_response_alg: 'user.info.encrypted.response.alg',
  userinfo_encrypted_response_enc: 'user.info.encrypted.response.enc',
  request_object_signing_alg: 'request.object.signature.alg',
  request_object_encryption_alg: 'request.object.encryption.alg',
  request_object_encryption_enc: 'request.object.encryption.enc',
  authorization_signed_response_alg: 'authorization.signed.response.alg',
  authorization_encrypted_response_alg: 'authorization.encrypted.response.alg',
  authorization_encrypted_response_enc: 'authorization.encrypted.response.enc',
  frontchannel_logout_uri: 'frontchannel.logout.url',
  backchannel_logout_uri: 'backchannel.logout.url',
  backchannel_token_delivery_mode: 'ciba.backchannel.token.delivery.mode',
  backchannel_client_notification_endpoint: 'ciba.backchannel.client.notification.endpoint',
  backchannel_authentication_request_signing_alg: 'ciba.backchannel.auth.request.signing.alg',
}

export const booleanAttributes: Partial<Record<NamesOf<boolean>, string>> = {
  require_pushed_authorization_requests: 'require.pushed.authorization.requests',
  tls_client_certificate_bound_access_tokens: 'tls.client.certificate.bound.access.tokens',
  dpop_bound_access_tokens: 'dpop.bound.access.tokens',
  frontchannel_logout_session_required: 'frontchannel.logout.session.required',
  backchannel_logout_session_required: 'backchannel.logout.session.required',
}

/** Lists of addresses and names, joined by `##`. */
export const listAttributes: Partial<Record<NamesOf<readonly string[]>, string>> = {
  request_uris: 'request.uris',
  post_logout_redirect_uris: 'post.logout.redirect.uris',
  default_acr_values: 'default.acr.values',
}

/** Grants that an attribute switches on, by `grant_type`. */
export const grantAttributes: Readonly<Record<string, string>> = {
  refresh_token: 'use.refresh.tokens',
  'urn:ietf:params:oauth:grant-type:device_code': 'oauth2.device.authorization.grant.enabled',
  'urn:openid:params:grant-type:ciba': 'oidc.ciba.grant.enabled',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'standard.token.exchange.enabled',
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'oauth2.jwt.authorization.grant.enabled',
}
