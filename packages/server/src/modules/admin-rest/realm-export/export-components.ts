import type { ImportedComponent } from '@ztrust/contract/admin/realm-content'
import type { SecretBox } from '../../../crypto/secret-box.ts'
import { listComponents } from '../../../model/component/component.store.ts'
import { type Component, type ComponentConfig, keyProviderType } from '../../../model/component/component.ts'
import { maskComponentConfig, openComponentConfig } from '../../../model/component/component-secrets.ts'
import { defaultUserProfile } from '../../../model/realm/default-user-profile.ts'
import { masterRealmName, type Realm } from '../../../model/realm/realm.ts'
import type { Db } from '../../../storage/db.ts'
import { profileConfigName, userProfileType } from '../realm-content/import-components.ts'
import { maskedSecret } from '../without-secrets.ts'

/** Components by provider type, as Keycloak nests them. Without secrets: keys have no key in them. */
export async function exportComponents(
  db: Db,
  realm: Realm,
  secrets: SecretBox | undefined,
): Promise<Record<string, ImportedComponent[]>> {
  const all = await listComponents(db, realm.id)
  const childrenOf = Map.groupBy(all, (component) => component.parentId)
  const toFile = (component: Component): ImportedComponent => ({
    id: component.id,
    name: component.name,
    providerId: component.providerId,
    ...(component.subType === undefined ? {} : { subType: component.subType }),
    subComponents: byType(childrenOf.get(component.id) ?? []),
    config: toFileConfig(component, secrets),
  })
  const byType = (list: readonly Component[]): Record<string, ImportedComponent[]> => {
    const groups = Map.groupBy(list, (component) => component.providerType)
    return Object.fromEntries([...groups].map(([type, components]) => [type, components.map(toFile)]))
  }
  return { ...byType(childrenOf.get(realm.id) ?? []), ...exportUserProfile(realm) }
}

function toFileConfig(component: Component, secrets: SecretBox | undefined): Record<string, string[]> {
  const config: ComponentConfig = secrets
    ? openComponentConfig(component, secrets)
    : maskComponentConfig(component.config)
  const isKey = component.providerType === keyProviderType
  const kept = Object.entries(config).filter(([name, values]) => {
    // Keycloak shows no part of a key without the key.
    return secrets || !isKey || (values[0] !== maskedSecret && name !== 'certificate' && name !== 'kid')
  })
  return Object.fromEntries(kept.map(([name, values]) => [name, values.map(withoutFrame)]))
}

/** Keycloak writes keys without the first and last line of the PEM. */
function withoutFrame(text: string): string {
  return text.startsWith('-----BEGIN') ? text.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '') : text
}

/** A user profile that nobody changed is no component. */
function exportUserProfile({ name, userProfile }: Realm): Record<string, ImportedComponent[]> {
  const text = JSON.stringify(userProfile)
  if (text === JSON.stringify(defaultUserProfile(name === masterRealmName))) return {}
  const component = {
    providerId: 'declarative-user-profile',
    subComponents: {},
    config: { [profileConfigName]: [text] },
  }
  return { [userProfileType]: [component] }
}
