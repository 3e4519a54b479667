export type Requirement = 'REQUIRED' | 'ALTERNATIVE' | 'CONDITIONAL' | 'DISABLED'

/** A tree of executions that a sign-in walks. */
export interface Flow {
  readonly id: string
  readonly realmId: string
  readonly alias: string
  readonly description?: string
  readonly providerId: 'basic-flow' | 'client-flow' | 'form-flow'
  readonly topLevel: boolean
  readonly builtIn: boolean
}

/** One step of a flow: an authenticator, or a sub-flow (with, in form flows, an authenticator as its page). */
export interface Execution {
  readonly id: string
  readonly realmId: string
  readonly flowId: string
  readonly authenticator?: string
  readonly subFlowId?: string
  readonly requirement: Requirement
  readonly priority: number
  readonly configId?: string
}

export interface AuthenticatorConfig {
  readonly id: string
  readonly realmId: string
  readonly alias: string
  readonly config: Readonly<Record<string, string>>
}

/** Something a user has to do before the sign-in ends; configured per realm. */
export interface RequiredActionSetting {
  readonly id: string
  readonly realmId: string
  readonly alias: string
  readonly providerId: string
  readonly name: string
  readonly enabled: boolean
  readonly defaultAction: boolean
  readonly priority: number
  readonly config: Readonly<Record<string, string>>
}
