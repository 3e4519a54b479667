import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../model/client/client.ts'
import type { ComponentConfig } from '../model/component/component.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ConfigProperty } from './config-property.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'

export interface RegistrationPolicyContext {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly request: RequestFacts
  readonly config: ComponentConfig
}

/** A client as it is to be registered or changed. */
export interface ClientProposal {
  readonly client: ClientRepresentation
  /** As it is stored; absent for a new one. */
  readonly current?: Client
}

/** A policy does not allow this. The text is told to the caller, behind the policy's name. */
export class PolicyRefusal extends Error {
  constructor(details: string) {
    super(details)
    this.name = 'PolicyRefusal'
  }
}

/**
 * A rule of dynamic client registration, configured as a component of a realm for anonymous callers or for those that
 * an administrator let in. Refuses by throwing `PolicyRefusal`.
 */
export interface RegistrationPolicy {
  /** Keycloak's provider id. */
  readonly id: string
  readonly helpText: string
  properties(place: Pick<RegistrationPolicyContext, 'server' | 'realm'>): readonly ConfigProperty[]
  /** Origins whose scripts may call. */
  origins?(config: ComponentConfig): readonly string[]
  /** Asked of every request: register, read, change, delete. */
  admit?(context: RegistrationPolicyContext): Promise<void>
  /** Looks at what is to be stored, and gives back what may be. */
  review?(context: RegistrationPolicyContext, proposal: ClientProposal): Promise<ClientRepresentation>
}
