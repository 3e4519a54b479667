import type { RealmSettings } from './realm-settings.ts'

/** A realm: a closed world of users, clients, roles and keys. */
export interface Realm {
  readonly id: string
  /** Unique, part of every address; 1 to 255 characters. */
  readonly name: string
  readonly enabled: boolean
  readonly settings: RealmSettings
  /** Which attributes users have, who may see and edit them, and how they are checked (JSON of Keycloak's UPConfig). */
  readonly userProfile: UserProfile
  readonly createdAt: number
  readonly updatedAt: number
}

/** The realm that administers all others. */
export const masterRealmName = 'master'

export type ProfileParty = 'admin' | 'user'

export interface UserProfileAttribute {
  readonly name: string
  readonly displayName?: string
  readonly group?: string
  readonly multivalued?: boolean
  readonly validations?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly annotations?: Readonly<Record<string, unknown>>
  readonly required?: { readonly roles?: readonly ProfileParty[]; readonly scopes?: readonly string[] }
  readonly permissions?: { readonly view: readonly ProfileParty[]; readonly edit: readonly ProfileParty[] }
  readonly selector?: { readonly scopes: readonly string[] }
}

export interface UserProfile {
  readonly attributes: readonly UserProfileAttribute[]
  readonly groups: readonly {
    readonly name: string
    readonly displayHeader?: string
    readonly displayDescription?: string
  }[]
  /** What happens to attributes that are not listed; absent means they are refused. */
  readonly unmanagedAttributePolicy?: 'ENABLED' | 'ADMIN_VIEW' | 'ADMIN_EDIT'
}
