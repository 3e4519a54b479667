import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { Parameters } from '../../oauth/parameters.ts'
import { text } from '../../spi/form.ts'
import type { RealmContext } from '../../spi/request.ts'
import { type AppliedParameters, applyRequestObject } from './apply-request-object.ts'
import { dropLongParameters } from './long-parameters.ts'
import { findPushedRequest, isPushedRequestUri } from './pushed-request.ts'
import { UntrustedRequest } from './untrusted-request.ts'

export interface ResolvedParameters {
  readonly parameters: AppliedParameters
  /** The `request_uri` under which the client pushed them. */
  readonly pushedAs?: string
}

/**
 * The parameters that count: those that the client pushed (RFC 9126, section 4), those of its request object, or those
 * that came. Of a pushed request the browser may change nothing.
 */
export async function resolveParameters(
  context: RealmContext,
  client: ClientSnapshot,
  asked: Parameters,
): Promise<ResolvedParameters> {
  const uri = asked.values['request_uri']
  const message = text('invalidRequestMessage')
  if (uri !== undefined && isPushedRequestUri(uri)) {
    const isPlain = !asked.duplicates.has('request_uri') && asked.values['request'] === undefined
    const { server, realm } = context
    const values = isPlain ? await findPushedRequest(server, realm.realm.id, uri, client.client.id) : undefined
    if (!values) throw new UntrustedRequest('invalid_request', message, client, 400, 'PAR not found')
    return { parameters: { values, duplicates: new Set() }, pushedAs: uri }
  }
  try {
    const applied = await applyRequestObject(context, client, asked)
    return { parameters: { ...applied, values: dropLongParameters(applied.values) } }
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    throw new UntrustedRequest(error.event, message, client, 400, error.message)
  }
}
