import { type JwtClaims, JwtError, readUnverifiedJwt, verifyJwt } from '../crypto/jws.ts'
import type { VerificationKey } from '../crypto/keys.ts'
import { isSignatureAlgorithm } from '../crypto/signature-algorithm.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { findClientVerificationKey } from './client-keys.ts'
import { listSecretKeys } from './client-secret-keys.ts'
import { decryptJwe } from './decrypt-jwe.ts'
import { refuseRequestObject, requireRequestClaims } from './request-object-claims.ts'

/** How a client has registered to make its request objects; what it left open may be anything we can do. */
export interface RequestObjectRules {
  /** `alg` of the signature; `any` or undefined: any, `none` included. */
  readonly signature?: string | undefined
  readonly encryption?: string | undefined
  readonly contentEncryption?: string | undefined
}

export interface RequestObject {
  readonly claims: JwtClaims
  /** `none` when nobody signed it. */
  readonly algorithm: string
  readonly isEncrypted: boolean
}

interface RequestObjectContext {
  readonly server: Pick<ServerContext, 'clock' | 'outbound' | 'log' | 'urls'>
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
}

const jwtTypes = new Set(['jwt', 'oauth-authz-req+jwt'])

/**
 * Opens a request object (RFC 9101, section 6; OpenID Connect Core, section 6.3): decrypts it, verifies the signature of
 * the client, and checks who made it, for whom, and when. Throws OAuthError `invalid_request_object`. May fetch the
 * client's keys: never call it inside a transaction.
 */
export async function openRequestObject(
  context: RequestObjectContext,
  text: string,
  rules: RequestObjectRules,
): Promise<RequestObject> {
  const isEncrypted = text.split('.').length === 5
  const content = isEncrypted ? await decrypt(context.realm, text, rules) : text
  const { claims, algorithm } = await verify(context, content, isEncrypted)
  if (rules.signature !== undefined && rules.signature !== 'any' && rules.signature !== algorithm) {
    throw refuseRequestObject('The request object is signed by another algorithm than registered')
  }
  requireRequestClaims(claims, context)
  return { claims, algorithm, isEncrypted }
}

async function decrypt(realm: RealmSnapshot, text: string, rules: RequestObjectRules): Promise<string> {
  const opened = await decryptJwe(realm, text)
  if (!opened) throw refuseRequestObject('The request object cannot be decrypted')
  const isAs = (registered: string | undefined, used: string) =>
    registered === undefined || registered === '' || registered === 'any' || registered === used
  if (!isAs(rules.encryption, opened.algorithm) || !isAs(rules.contentEncryption, opened.encryption)) {
    throw refuseRequestObject('The request object is encrypted by another algorithm than registered')
  }
  return opened.text
}

async function verify(
  context: RequestObjectContext,
  text: string,
  isEncrypted: boolean,
): Promise<Pick<RequestObject, 'claims' | 'algorithm'>> {
  // Encrypted alone, the claims stand inside as they are (OpenID Connect Core, section 6.1).
  const bare = isEncrypted && text.startsWith('{') ? parseClaims(text) : undefined
  if (bare) return { claims: bare, algorithm: 'none' }
  try {
    const { header, claims } = readUnverifiedJwt(text)
    requireJwtType(header['typ'])
    const algorithm = String(header['alg'])
    if (algorithm === 'none') {
      if (!text.endsWith('.')) throw refuseRequestObject('An unsigned request object has no signature')
      return { claims, algorithm }
    }
    await requireSignature(context, text, algorithm, header['kid'])
    return { claims, algorithm }
  } catch (error) {
    if (!(error instanceof JwtError)) throw error
    throw refuseRequestObject('The request object cannot be read', error)
  }
}

/** RFC 8725, section 3.11: a token made for something else is no request (RFC 9101, section 10.8). */
function requireJwtType(typ: unknown): void {
  if (typ === undefined) return
  const type = String(typ)
    .toLowerCase()
    .replace(/^application\//, '')
  if (!jwtTypes.has(type)) throw refuseRequestObject('The token is of another type than a request object')
}

async function requireSignature(
  { server, client }: RequestObjectContext,
  text: string,
  algorithm: string,
  kid: unknown,
): Promise<void> {
  for (const key of await listKeys(server, client, algorithm, typeof kid === 'string' ? kid : undefined)) {
    try {
      await verifyJwt(text, () => key, { now: Number.MAX_SAFE_INTEGER, expiry: 'ignored' })
      return
    } catch (error) {
      if (!(error instanceof JwtError) || error.code !== 'bad_signature') throw error
    }
  }
  throw refuseRequestObject('The signature of the request object is not one of the client')
}

async function listKeys(
  server: RequestObjectContext['server'],
  client: ClientSnapshot,
  algorithm: string,
  kid: string | undefined,
): Promise<readonly VerificationKey[]> {
  if (!isSignatureAlgorithm(algorithm)) return []
  if (algorithm.startsWith('HS')) return listSecretKeys(client, algorithm)
  const key = await findClientVerificationKey(server, client.client, kid, algorithm)
  return key ? [key] : []
}

function parseClaims(text: string): JwtClaims | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
