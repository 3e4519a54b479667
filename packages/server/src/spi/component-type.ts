import type { Component, ComponentConfig } from '../model/component/component.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ConfigProperty } from './config-property.ts'
import type { ServerContext } from './server-context.ts'

export interface ComponentChange {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  /** What it will be called. */
  readonly name: string
  /** Settings as they will be, in clear: what was sent for what is declared, what was kept for the rest. */
  readonly config: ComponentConfig
  /** Settings as they were, in clear; absent when it is made. */
  readonly previous?: ComponentConfig
}

/** A kind of component that administrators make: a key, a registration policy. */
export interface ComponentType {
  /** Keycloak's name of the extension point, for example `org.keycloak.keys.KeyProvider`. */
  readonly providerType: string
  /** `rsa-generated`, `max-clients`... */
  readonly id: string
  readonly helpText: string
  /** Settings that administrators see and change; others of the same component stay inside. */
  readonly config: readonly ConfigProperty[]
  /**
   * The settings to store, in clear. Runs before the transaction opens, so that it may compute. Throws InvalidInput for
   * what is not acceptable; that a setting fits its declaration has been checked.
   */
  prepare?(change: ComponentChange): Promise<ComponentConfig>
  /** When a job of the module has to look at it, epoch milliseconds. Asked whenever it is stored by an administrator. */
  dueAt?(component: Component): number | undefined
}
