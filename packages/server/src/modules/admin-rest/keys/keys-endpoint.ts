import { X509Certificate } from 'node:crypto'
import { getKeys, type KeyMetadataRepresentation } from '@ztrust/contract/admin/keys'
import type { RealmKey } from '../../../model/key/key.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'

export const keysEndpoints = [
  implement(getKeys, async (_, { realm }) => {
    const active: Record<string, string> = {}
    // Highest priority first: the first of an algorithm is the one that is used.
    for (const { algorithm, kid, status } of realm.keys) if (status === 'ACTIVE') active[algorithm] ??= kid
    return json({ active, keys: realm.keys.map(toKeyMetadata) })
  }),
]

function toKeyMetadata(key: RealmKey): KeyMetadataRepresentation {
  const { providerId, priority, kid, status, type, algorithm, use, certificate, publicKey } = key
  return {
    ...{ providerId, providerPriority: priority, kid, status, type, algorithm, use },
    ...(publicKey ? { publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') } : {}),
    ...(certificate === undefined ? {} : { certificate, validTo: validTo(certificate) }),
  }
}

function validTo(certificate: string): number {
  return Date.parse(new X509Certificate(Buffer.from(certificate, 'base64')).validTo)
}
