/** A configured instance of a provider in a realm: a key, a user storage, a registration policy. */
export interface Component {
  readonly id: string
  readonly realmId: string
  /** The realm's id, or the id of the component it belongs to. */
  readonly parentId: string
  /** Keycloak's name of the extension point, for example `org.keycloak.keys.KeyProvider`. */
  readonly providerType: string
  readonly providerId: string
  readonly subType?: string
  readonly name: string
  /** Values as stored: secrets in them are sealed (`component-secrets.ts`). */
  readonly config: ComponentConfig
  readonly createdAt: number
  /** When a job of its kind has to look at it, epoch milliseconds. */
  readonly dueAt?: number
}

export type ComponentConfig = Readonly<Record<string, readonly string[]>>

export const keyProviderType = 'org.keycloak.keys.KeyProvider'
export const registrationPolicyType = 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy'

/** The first value of a setting; undefined when it has none. */
export function configValue(config: ComponentConfig, name: string): string | undefined {
  return config[name]?.[0]
}
