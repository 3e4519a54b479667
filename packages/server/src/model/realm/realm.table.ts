import { fromBoolean, fromJson, toBoolean, toJson } from '../../storage/columns.ts'
import { defaultRealmSettings } from './default-realm-settings.ts'
import type { Realm, UserProfile } from './realm.ts'
import type { RealmSettings } from './realm-settings.ts'

export interface RealmRow {
  id: string
  name: string
  enabled: number
  settings: string
  user_profile: string
  created_at: number
  updated_at: number
}

declare module '../../storage/schema.ts' {
  interface Schema {
    realm: RealmRow
  }
}

/** Settings that came with a later version than the row take their default. */
export function toRealm(row: RealmRow): Realm {
  return {
    id: row.id,
    name: row.name,
    enabled: toBoolean(row.enabled),
    settings: { ...defaultRealmSettings, ...toJson<Partial<RealmSettings>>(row.settings) },
    userProfile: toJson<UserProfile>(row.user_profile),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function fromRealm(realm: Realm): RealmRow {
  return {
    id: realm.id,
    name: realm.name,
    enabled: fromBoolean(realm.enabled),
    settings: fromJson(realm.settings),
    user_profile: fromJson(realm.userProfile),
    created_at: realm.createdAt,
    updated_at: realm.updatedAt,
  }
}
