import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Ids } from '../../kernel/ids.ts'
import type { Tx } from '../../storage/db.ts'
import { insertComponents } from '../component/component.store.ts'
import { type Component, keyProviderType } from '../component/component.ts'
import { sealComponentConfig } from '../component/component-secrets.ts'
import type { GeneratedKey } from './generate-realm-key.ts'

/** The component that keeps a key, its secrets sealed. */
export function toKeyComponent(
  realmId: string,
  key: GeneratedKey,
  environment: { readonly ids: Ids; readonly secrets: SecretBox; readonly now: number; readonly id?: string },
): Component {
  const id = environment.id ?? environment.ids.ordered()
  return {
    id,
    realmId,
    parentId: realmId,
    providerType: keyProviderType,
    providerId: key.providerId,
    name: key.name,
    config: sealComponentConfig(key.config, id, environment.secrets),
    createdAt: environment.now,
  }
}

/** Stores a generated key in a realm. */
export async function insertKey(tx: Tx, realmId: string, key: GeneratedKey, secrets: SecretBox): Promise<Component> {
  const component = toKeyComponent(realmId, key, { ids: tx.ids, secrets, now: tx.clock.now() })
  await insertComponents(tx, [component])
  return component
}
