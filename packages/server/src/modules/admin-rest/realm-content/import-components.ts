import type { ImportedComponent } from '@ztrust/contract/admin/realm-content'
import { UserProfileConfig } from '@ztrust/contract/admin/user-profile-config'
import { InvalidInput } from '../../../kernel/error.ts'
import { deleteComponent, insertComponents, listComponents } from '../../../model/component/component.store.ts'
import {
  type Component,
  type ComponentConfig,
  keyProviderType,
  registrationPolicyType,
} from '../../../model/component/component.ts'
import { sealComponentConfig } from '../../../model/component/component-secrets.ts'
import { isKeyProviderId } from '../../../model/key/key-provider.ts'
import { updateRealm } from '../../../model/realm/update-realm.ts'
import { fromProfileConfig } from '../users/from-profile-config.ts'
import { leaveOut, type RealmDraft } from './realm-draft.ts'
import { hasKeyMaterial, toKeyConfig } from './to-key-config.ts'

export const userProfileType = 'org.keycloak.userprofile.UserProfileProvider'
export const profileConfigName = 'kc.user.profile.config'

/** Gives a new realm the components of a file: keys and registration policies take the place of those it was made with. */
export async function importComponents(
  draft: RealmDraft,
  components: Readonly<Record<string, readonly ImportedComponent[]>>,
): Promise<void> {
  for (const [providerType, list] of Object.entries(components)) {
    if (providerType === keyProviderType) await importKeys(draft, list)
    else if (providerType === registrationPolicyType) await importPolicies(draft, list)
    else if (providerType === userProfileType) await importUserProfile(draft, list)
    else
      for (const one of list) leaveOut(draft, `components/${providerType}/${one.name ?? ''}`, 'There is no such kind')
  }
}

/** With a configuration as it is kept here. */
type Configured = Omit<ImportedComponent, 'config'> & { readonly config?: ComponentConfig | undefined }

async function importKeys(draft: RealmDraft, keys: readonly ImportedComponent[]): Promise<void> {
  // A partial export has no key material: the keys that the realm was made with stay.
  const whole = keys.filter(hasKeyMaterial)
  if (whole.length === 0) return
  const known = whole.filter(({ name, providerId = '' }) => {
    const isKnown = isKeyProviderId(providerId)
    if (!isKnown) leaveOut(draft, `components/${keyProviderType}/${name ?? ''}`, `There are no keys ${providerId}`)
    return isKnown
  })
  await replaceComponents(
    draft,
    keyProviderType,
    known.map((key) => ({ ...key, config: toKeyConfig(key.name ?? '', key.config ?? {}) })),
  )
}

/** Does the file bring keys to sign with? */
export function hasKeys(components: Readonly<Record<string, readonly ImportedComponent[]>> | undefined): boolean {
  return (components?.[keyProviderType] ?? []).some(hasKeyMaterial)
}

async function importPolicies(draft: RealmDraft, policies: readonly ImportedComponent[]): Promise<void> {
  const known = policies.filter(({ name, providerId = '' }) => {
    const isKnown = draft.server.registry.registrationPolicies.has(providerId)
    const what = `components/${registrationPolicyType}/${name ?? ''}`
    if (!isKnown) leaveOut(draft, what, `There is no policy ${providerId}`)
    return isKnown
  })
  await replaceComponents(draft, registrationPolicyType, known)
}

async function replaceComponents(
  { tx, server, realm }: RealmDraft,
  providerType: string,
  list: readonly Configured[],
): Promise<void> {
  for (const { id } of await listComponents(tx, realm.id, { providerType })) await deleteComponent(tx, realm.id, id)
  await insertComponents(
    tx,
    list.map((one): Component => {
      const id = one.id ?? tx.ids.uuid()
      return {
        id,
        realmId: realm.id,
        parentId: realm.id,
        providerType,
        providerId: one.providerId ?? '',
        ...(one.subType === undefined ? {} : { subType: one.subType }),
        name: one.name ?? one.providerId ?? '',
        config: sealComponentConfig(one.config ?? {}, id, server.secrets),
        createdAt: tx.clock.now(),
      }
    }),
  )
}

/** The user profile stands in a component as JSON text; a realm that never changed it exports none. */
async function importUserProfile({ tx, realm }: RealmDraft, [component]: readonly ImportedComponent[]): Promise<void> {
  const text = component?.config?.[profileConfigName]?.[0]
  if (text === undefined) return
  const profile = UserProfileConfig.safeParse(parseJson(text))
  if (!profile.success) throw new InvalidInput(profileConfigName, 'error-invalid-value', [], profile.error)
  await updateRealm(tx, realm, { userProfile: fromProfileConfig(profile.data) })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InvalidInput(profileConfigName, 'error-invalid-value', [], cause)
  }
}
