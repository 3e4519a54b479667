/** A named set of protocol mappers and roles that clients share; what `scope` asks for. */
export interface ClientScope {
  readonly id: string
  readonly realmId: string
  readonly name: string
  readonly description?: string
  readonly protocol: 'openid-connect' | 'saml'
  readonly attributes: Readonly<Record<string, string>>
}

/** Puts something of the user, session or client into tokens. */
export interface ProtocolMapper {
  readonly id: string
  readonly realmId: string
  readonly clientId?: string
  readonly clientScopeId?: string
  readonly name: string
  readonly protocol: 'openid-connect' | 'saml'
  /** Id of the mapper's kind, for example `oidc-usermodel-attribute-mapper`. */
  readonly mapper: string
  readonly config: Readonly<Record<string, string>>
}
