import * as z from 'zod'
import { endpoint } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { viewRealm } from './permissions.ts'

const KeyMetadataRepresentation = z.object({
  /** Id of the component that holds the key. */
  providerId: z.string(),
  providerPriority: z.number(),
  kid: z.string(),
  status: z.enum(['ACTIVE', 'PASSIVE', 'DISABLED']),
  type: z.string(),
  algorithm: z.string(),
  /** DER in base64; secrets have none. */
  publicKey: z.string().optional(),
  certificate: z.string().optional(),
  use: z.enum(['SIG', 'ENC']),
  /** When the certificate ends, epoch milliseconds. */
  validTo: z.number().optional(),
})
export type KeyMetadataRepresentation = z.output<typeof KeyMetadataRepresentation>

export const getKeys = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/keys',
  family: 'admin',
  tag: 'Keys',
  summary: 'List the keys of a realm, and which of them signs or encrypts by which algorithm',
  responses: {
    200: z.object({ active: z.record(z.string(), z.string()), keys: z.array(KeyMetadataRepresentation) }),
    ...adminErrors,
  },
  permission: viewRealm,
})
