import type { SecretBox } from '../../crypto/secret-box.ts'
import { isSignatureAlgorithm, type SignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/random.ts'
import type { Storage } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import type { RealmSnapshot, RealmSnapshots } from '../realm/realm-snapshot.ts'
import { putSingleUse } from '../single-use/single-use.ts'
import { generateRealmKey, type KeyRequest } from './generate-realm-key.ts'
import { insertKey } from './insert-key.ts'

interface KeyMaker {
  readonly storage: Storage
  readonly realms: RealmSnapshots
  readonly clock: Clock
  readonly random: Random
  readonly secrets: SecretBox
}

/** Requests for one key at the same instant wait for one generation. */
const making = new WeakMap<Storage, Map<string, Promise<void>>>()

/** Below every key that an administrator adds: Keycloak's priority for keys that nobody asked for. */
const priority = '-100'
/** Long enough for the other nodes to hear of the key that one of them made. */
const claimMilliseconds = 60_000

/**
 * Makes the key of a signature algorithm that a client asks for and its realm has none of, as Keycloak does; the realm
 * as it is then. Undefined when there is no such algorithm. Takes up to seconds; never call it inside a transaction.
 */
export async function makeFallbackKey(
  maker: KeyMaker,
  { realm }: RealmSnapshot,
  algorithm: string,
): Promise<RealmSnapshot | undefined> {
  if (!isSignatureAlgorithm(algorithm)) return undefined
  const ofStorage = making.get(maker.storage) ?? new Map<string, Promise<void>>()
  making.set(maker.storage, ofStorage)
  const name = `${realm.id} ${algorithm}`
  const made = ofStorage.get(name) ?? generate(maker, realm, algorithm).finally(() => ofStorage.delete(name))
  ofStorage.set(name, made)
  await made
  return await maker.realms.byId(realm.id)
}

async function generate(maker: KeyMaker, realm: RealmSnapshot['realm'], algorithm: SignatureAlgorithm): Promise<void> {
  const request: KeyRequest = { ...describeKey(algorithm), name: `fallback-${algorithm}`, commonName: realm.name }
  const key = await generateRealmKey(request, maker)
  await transact(maker.storage, async (tx) => {
    const expiresAt = tx.clock.now() + claimMilliseconds
    if (await putSingleUse(tx, realm.id, 'fallback-key', algorithm, null, expiresAt)) {
      await insertKey(tx, realm.id, key, maker.secrets)
    } else {
      // Another node was first; its word of it may still be on the way.
      tx.realmChanged(realm.id)
    }
  })
}

const curves: Readonly<Partial<Record<SignatureAlgorithm, string>>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }

function describeKey(algorithm: SignatureAlgorithm): Pick<KeyRequest, 'providerId' | 'config'> {
  const curve = curves[algorithm]
  if (curve) return { providerId: 'ecdsa-generated', config: { priority: [priority], ecdsaEllipticCurveKey: [curve] } }
  if (algorithm === 'EdDSA') return { providerId: 'eddsa-generated', config: { priority: [priority] } }
  const providerId = algorithm.startsWith('HS') ? 'hmac-generated' : 'rsa-generated'
  return { providerId, config: { priority: [priority], algorithm: [algorithm] } }
}
