import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import { text } from '../../spi/form.ts'
import type { RealmContext } from '../../spi/request.ts'
import { findPushedRequest, isPushedRequestUri } from './pushed-request.ts'
import { UntrustedRequest } from './untrusted-request.ts'

export interface ResolvedParameters {
  readonly parameters: Parameters
  /** The `request_uri` under which the client pushed them. */
  readonly pushedAs?: string
}

/**
 * The parameters that count: those that the client pushed (RFC 9126, section 4), or those that came. Of a pushed request
 * the browser may change nothing.
 */
export async function resolveParameters(
  { server, realm }: RealmContext,
  client: ClientSnapshot,
  asked: Parameters,
): Promise<ResolvedParameters> {
  const uri = asked.values['request_uri']
  if (uri === undefined || !isPushedRequestUri(uri)) return { parameters: asked }
  const refused = new UntrustedRequest('invalid_request', text('invalidRequestMessage'), client)
  if (asked.duplicates.has('request_uri')) throw refused
  const values = await findPushedRequest(server, realm.realm.id, uri, client.client.id)
  if (!values) throw refused
  return { parameters: { values, duplicates: new Set() }, pushedAs: uri }
}
