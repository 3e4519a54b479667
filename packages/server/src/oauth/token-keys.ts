import type { SigningKey } from '../crypto/keys.ts'
import { makeFallbackKey } from '../model/key/make-fallback-key.ts'
import { signingKey } from '../model/key/signing-key.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ServerContext } from '../spi/server-context.ts'

/**
 * The key of the algorithm that a client asks for; made when the realm has none yet, as in Keycloak. An algorithm that
 * there is not gives the realm's default.
 */
export async function ensureKey(
  server: ServerContext,
  realm: RealmSnapshot,
  algorithm: string | undefined,
): Promise<SigningKey> {
  if (!algorithm || signingKey(realm, algorithm)) return requireKey(realm, algorithm)
  return requireKey((await makeFallbackKey(server, realm, algorithm)) ?? realm, algorithm)
}

/** The key a client asked for by algorithm, else the realm's default. */
export function requireKey(realm: RealmSnapshot, algorithm: string | undefined): SigningKey {
  const key =
    (algorithm ? signingKey(realm, algorithm) : undefined) ??
    signingKey(realm, realm.realm.settings.defaultSignatureAlgorithm || 'RS256')
  if (!key) throw new Error(`The realm ${realm.realm.name} has no active key to sign with`)
  return key
}

/** What only we ourselves read is signed by a secret (Keycloak: HS512). */
export function requireRefreshKey(realm: RealmSnapshot): SigningKey {
  const key = signingKey(realm, 'HS512')
  if (!key) throw new Error(`The realm ${realm.realm.name} has no active HS512 key`)
  return key
}
