declare module '../../storage/schema.ts' {
  interface Schema {
    client_federated_subject: FederatedSubjectRow
  }
}

export interface FederatedSubjectRow {
  /** The row's id, not the name. */
  client_id: string
  realm_id: string
  subject: string
  identity_provider_alias: string
}
