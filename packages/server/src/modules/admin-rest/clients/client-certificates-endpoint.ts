import {
  generateClientCertificate,
  getClientCertificate,
  uploadClientCertificate,
  uploadClientKey,
} from '@ztrust/contract/admin/client-certificates'
import { generateRsaKeyPair } from '../../../crypto/keys.ts'
import { createSelfSignedCertificate } from '../../../crypto/x509.ts'
import { NotFound } from '../../../kernel/error.ts'
import { findClientById } from '../../../model/client/client.store.ts'
import type { Client } from '../../../model/client/client.ts'
import { updateClient } from '../../../model/client/update-client.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { requireManagementOf } from '../require-grantable.ts'
import { describeKeyMaterial, type KeyMaterial, withKeyMaterial } from './key-material.ts'
import { readUploadedKey } from './read-uploaded-key.ts'

interface Place {
  readonly params: { readonly id: string; readonly attr: string }
}

export const clientCertificatesEndpoints = [
  implement(getClientCertificate, async ({ params }, context) => {
    const { settings } = await requireClient(context, params.id)
    return json(describeKeyMaterial(settings.attributes, params.attr))
  }),

  implement(generateClientCertificate, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    await requireManagementOf(context, client.id)
    const { clock, random } = context.server
    const keyPair = await generateRsaKeyPair(4096)
    const now = clock.now()
    const certificate = await createSelfSignedCertificate({ keyPair, commonName: client.clientId, now, random })
    await keep(context, client, params.attr, 'generate', { certificate })
    // Whoever holds the private key is the client: it is told, and not kept.
    const privateKey = keyPair.privateKey.export({ type: 'pkcs1', format: 'der' }).toString('base64')
    return json({ privateKey, certificate })
  }),

  implement(uploadClientKey, ({ body, ...place }, context) => answerUpload(context, place, body, 'upload')),

  implement(uploadClientCertificate, ({ body, ...place }, context) =>
    answerUpload(context, place, body, 'upload-certificate'),
  ),
]

async function answerUpload(context: AdminContext, { params }: Place, body: Uint8Array, action: string) {
  const client = await requireClient(context, params.id)
  await requireManagementOf(context, client.id)
  const material = await readUploadedKey(body, String(context.request.headers['content-type'] ?? ''))
  await keep(context, client, params.attr, action, material)
  return json(material)
}

async function keep(
  context: AdminContext,
  client: Client,
  prefix: string,
  action: string,
  material: KeyMaterial,
): Promise<void> {
  await transact(context.server.storage, async (tx) => {
    const stored = await findClientById(tx, client.realmId, client.id)
    if (!stored) throw new NotFound('client')
    const attributes = withKeyMaterial(stored.settings.attributes, prefix, material)
    await updateClient(tx, stored, { settings: { attributes } })
    await recordChange(tx, context, {
      operation: 'ACTION',
      resourceType: 'CLIENT',
      path: ['clients', client.id, 'certificates', prefix, action],
      representation: material,
    })
  })
}
