import { OAuthError } from '../../kernel/error.ts'
import { isRedirectUriAllowed } from '../../model/client/redirect-uri.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { openRequestObject, type RequestObject } from '../../oauth/open-request-object.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import { refuseRequestObject, toRequestParameters } from '../../oauth/request-object-claims.ts'
import { OutboundError } from '../../spi/outbound-client.ts'
import type { RealmContext } from '../../spi/request.ts'

/** What a request object may be; larger ones are not read. */
const longestObject = 65_536
/** The browser waits meanwhile. */
const fetchTimeout = 5_000

/** The parameters that count, and the request object that they came in. */
export interface AppliedParameters extends Parameters {
  readonly requestObject?: RequestObject
}

/**
 * The parameters of a request with those of its request object (RFC 9101; OpenID Connect Core, section 6), which count
 * more than those beside it. A client that has to use request objects gets nothing from beside them (RFC 9101,
 * section 6.3). Throws OAuthError `invalid_request_object` or `invalid_request`. Never call it inside a transaction.
 */
export async function applyRequestObject(
  context: RealmContext,
  client: ClientSnapshot,
  asked: Parameters,
): Promise<AppliedParameters> {
  const { attributes } = client.client.settings
  const text = await readObject(context, client, asked)
  if (text === undefined) return asked
  const requestObject = await openRequestObject({ ...context, client }, text, {
    signature: attributes['request.object.signature.alg'],
    encryption: attributes['request.object.encryption.alg'],
    contentEncryption: attributes['request.object.encryption.enc'],
  })
  const within = toRequestParameters(requestObject.claims)
  if (isRequired(attributes)) return { values: within, duplicates: new Set(), requestObject }
  const { request: _, request_uri: __, ...beside } = asked.values
  return { values: { ...beside, ...within }, duplicates: asked.duplicates, requestObject }
}

async function readObject(
  { server }: RealmContext,
  { client }: ClientSnapshot,
  { values, duplicates }: Parameters,
): Promise<string | undefined> {
  const { request, request_uri: uri } = values
  if (duplicates.has('request') || duplicates.has('request_uri')) throw refuseRequestObject('Only one request object')
  if (request !== undefined && uri !== undefined) {
    throw refuseRequestObject("Illegal to use both 'request' and 'request_uri' parameters together")
  }
  requireForm(client.settings.attributes, request !== undefined, uri !== undefined)
  if (uri === undefined) return request
  if (!isRegistered(uri, client.settings, server.urls.base)) {
    throw refuseRequestObject("Specified 'request_uri' not allowed for this client.")
  }
  try {
    const { status, body } = await server.outbound.fetch({ url: uri, maxBytes: longestObject, timeout: fetchTimeout })
    if (status === 200) return body.trim()
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    throw refuseRequestObject('The request object cannot be fetched', error)
  }
  throw refuseRequestObject('The request object cannot be fetched')
}

type Attributes = Readonly<Record<string, string>>

function isRequired(attributes: Attributes): boolean {
  const required = attributes['request.object.required'] ?? ''
  return required !== '' && required !== 'not required'
}

/** Keycloak's four values of `request.object.required`. */
function requireForm(attributes: Attributes, byValue: boolean, byReference: boolean): void {
  const required = attributes['request.object.required']
  if (required === 'request or request_uri' && !byValue && !byReference) {
    throw new OAuthError('invalid_request', "Client is required to use 'request' or 'request_uri' parameter.")
  }
  if (required === 'request only' && !byValue) {
    throw new OAuthError('invalid_request', "Client is required to use 'request' parameter.")
  }
  if (required === 'request_uri only' && !byReference) {
    throw new OAuthError('invalid_request', "Client is required to use 'request_uri' parameter.")
  }
}

/** Only what the client registered is fetched (CVE-2020-10770). The fragment may hold a hash of the content. */
function isRegistered(uri: string, settings: ClientSnapshot['client']['settings'], base: string): boolean {
  const withoutFragment = (one: string) => one.replace(/#.*$/s, '')
  const registered = (settings.attributes['request.uris'] ?? '').split('##').filter((one) => one !== '')
  const redirectUris = registered.map(withoutFragment)
  return isRedirectUriAllowed(withoutFragment(uri), { ...settings, redirectUris }, base)
}
