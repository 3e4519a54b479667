import * as z from 'zod'
import { endpoint } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody } from './admin-schemas.ts'

/** What a client is known by when it signs: a certificate, a bare public key or a key set. */
export const CertificateRepresentation = z.object({
  /** PKCS#1 in base64; told once, when it is made, and kept nowhere. */
  privateKey: z.string().optional(),
  publicKey: z.string().optional(),
  certificate: z.string().optional(),
  kid: z.string().optional(),
  jwks: z.string().optional(),
})
export type CertificateRepresentation = z.infer<typeof CertificateRepresentation>

/** Attributes of a client that begin with this name hold the key. */
const params = { attr: z.enum(['jwt.credential', 'saml.signing', 'saml.encryption']) }
const path = '/admin/realms/{realm}/clients/{id}/certificates/{attr}'
const shared = { family: 'admin', tag: 'Clients', params } as const
const responses = { 200: CertificateRepresentation, ...adminErrors }

export const getClientCertificate = endpoint({
  ...shared,
  method: 'GET',
  path,
  summary: 'Get the certificate or key that a client is known by',
  responses,
  permission: ['view-clients', 'manage-clients'],
})

export const generateClientCertificate = endpoint({
  ...shared,
  method: 'POST',
  path: `${path}/generate`,
  summary: 'Make a key pair for a client; the private key is told once',
  body: ignoredBody,
  responses,
  permission: ['manage-clients'],
})

/** A form (multipart/form-data) with `keystoreFormat` and `file`. */
const upload = {
  ...shared,
  method: 'POST',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  bodyLimit: 262_144,
  responses,
  permission: ['manage-clients'],
} as const

export const uploadClientKey = endpoint({
  ...upload,
  path: `${path}/upload`,
  summary: 'Take a certificate, public key or key set for a client; a private key is not kept',
})

export const uploadClientCertificate = endpoint({
  ...upload,
  path: `${path}/upload-certificate`,
  summary: 'Take a certificate, public key or key set for a client',
})
