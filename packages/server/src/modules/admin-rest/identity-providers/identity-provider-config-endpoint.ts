import {
  getIdentityProviderFactory,
  importIdentityProviderConfig,
  uploadIdentityProviderCertificate,
} from '@ztrust/contract/admin/identity-providers'
import * as z from 'zod'
import { InvalidInput } from '../../../kernel/error.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import type { IdentityProviderConfig, IdentityProviderType } from '../../../spi/identity-provider-type.ts'
import { OutboundError } from '../../../spi/outbound-client.ts'
import { json } from '../../../spi/reply.ts'
import type { AdminContext } from '../admin-context.ts'
import { readUploadedKey } from '../clients/read-uploaded-key.ts'
import { readForm, readFormText } from '../read-form.ts'
import { toFactoryRepresentation } from './to-representation.ts'

export const identityProviderConfigEndpoints = [
  implement(getIdentityProviderFactory, async ({ params }, { server }) => {
    const type = server.registry.identityProviderTypes.get(params.providerId)
    return type ? json(toFactoryRepresentation(type)) : badRequest()
  }),

  implement(importIdentityProviderConfig, async ({ body }, context) => {
    const contentType = String(context.request.headers['content-type'] ?? '')
    const asked = contentType.startsWith('multipart/form-data')
      ? await readUpload(body, contentType)
      : await fetchNamed(context, body)
    return asked ? json(asked) : badRequest()

    async function readUpload(bytes: Uint8Array, type: string) {
      const form = await readForm(bytes, type)
      const providerId = await readFormText(form, 'providerId')
      const document = await readFormText(form, 'file')
      if (!providerId || document === undefined) return undefined
      return readMetadata(requireType(context, providerId), document)
    }
  }),

  implement(uploadIdentityProviderCertificate, async ({ body }, { request }) =>
    json(await readUploadedKey(body, String(request.headers['content-type'] ?? ''))),
  ),
]

const badRequest = () => json({ error: 'HTTP 400 Bad Request' }, 400)

const request = z.object({ providerId: z.string().min(1), fromUrl: z.string().min(1).max(4000) })

async function fetchNamed(context: AdminContext, body: Uint8Array): Promise<IdentityProviderConfig | undefined> {
  const asked = request.safeParse(parseJson(body))
  if (!asked.success) return undefined
  const { providerId, fromUrl: url } = asked.data
  const type = requireType(context, providerId)
  const document = await fetchDocument(context, url)
  return { ...readMetadata(type, document), metadataDescriptorUrl: url }
}

function readMetadata(type: IdentityProviderType, document: string): IdentityProviderConfig {
  return type.readMetadata?.(document) ?? {}
}

function requireType({ server }: Pick<AdminContext, 'server'>, providerId: string): IdentityProviderType {
  const type = server.registry.identityProviderTypes.get(providerId)
  if (!type) throw new InvalidInput(undefined, `Invalid identity provider id [${providerId}]`)
  return type
}

async function fetchDocument({ server }: Pick<AdminContext, 'server'>, url: string): Promise<string> {
  try {
    const { status, body } = await server.outbound.fetch({ url })
    if (status === 200) return body
    throw new InvalidInput('fromUrl', `The address answers with status ${status}`)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    throw new InvalidInput('fromUrl', error.message, [], error)
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (cause) {
    throw new InvalidInput(undefined, 'Cannot parse the JSON', [], cause)
  }
}
