import { OAuthError } from '../kernel/error.ts'
import type { Client } from '../model/client/client.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { findClientEncryptionKey } from './client-keys.ts'
import { contentEncryptions, keyManagementAlgorithms } from './decrypt-jwe.ts'

/** How a client wants something encrypted, as its attributes `PREFIX.alg` and `PREFIX.enc` say. */
export interface EncryptionWish {
  readonly algorithm: string
  readonly encryption: string
}

/** Undefined when the client wants it in clear. */
export function readEncryptionWish(
  { settings: { attributes } }: Client,
  prefix: `${'authorization' | 'id.token' | 'user.info'}.encrypted.response`,
): EncryptionWish | undefined {
  const algorithm = attributes[`${prefix}.alg`]
  if (!algorithm) return undefined
  // OpenID Connect Registration, section 2: what counts when nothing is said.
  return { algorithm, encryption: attributes[`${prefix}.enc`] || 'A128CBC-HS256' }
}

/** Encrypts for a client by its own key (RFC 7516, compact). `isJwt`: the text is a signed token, nested. */
export async function encryptForClient(
  server: Pick<ServerContext, 'clock' | 'outbound' | 'log'>,
  client: Client,
  text: string,
  { algorithm, encryption, isJwt }: EncryptionWish & { readonly isJwt: boolean },
): Promise<string> {
  const isOffered = isOneOf(keyManagementAlgorithms, algorithm) && isOneOf(contentEncryptions, encryption)
  const found = isOffered ? await findClientEncryptionKey(server, client, algorithm) : undefined
  // Keycloak's words.
  if (!found) throw new OAuthError('invalid_request', 'can not get encryption KEK')
  const { CompactEncrypt } = await import('jose')
  return await new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({
      alg: algorithm,
      enc: encryption,
      ...(isJwt ? { cty: 'JWT' } : {}),
      ...(found.kid === undefined ? {} : { kid: found.kid }),
    })
    .encrypt(found.key)
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name)
}
