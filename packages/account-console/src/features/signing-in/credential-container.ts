import type { listAccountCredentials } from '@ztrust/contract/account'
import type { EndpointResult } from '@ztrust/contract/endpoint'

/** Credentials of one kind, and what may be done about them. */
export type CredentialContainer = EndpointResult<typeof listAccountCredentials>[number]
export type AccountCredential = CredentialContainer['userCredentialMetadatas'][number]['credential']
