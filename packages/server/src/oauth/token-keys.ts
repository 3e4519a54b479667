import type { SigningKey } from '../crypto/keys.ts'
import { signingKey } from '../model/key/signing-key.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'

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
