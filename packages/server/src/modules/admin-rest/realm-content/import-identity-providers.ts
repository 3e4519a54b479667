import type { IdentityProviderRepresentation } from '@ztrust/contract/admin/identity-providers'
import { InvalidInput } from '../../../kernel/error.ts'
import { saveIdentityProvider } from '../../../model/identity-provider/save-identity-provider.ts'
import { toIdentityProvider } from '../identity-providers/identity-provider-representation.ts'
import { leaveOut, type RealmDraft } from './realm-draft.ts'

/** Makes identity providers; kinds that are not there are left out. */
export async function importIdentityProviders(
  draft: RealmDraft,
  providers: readonly IdentityProviderRepresentation[],
): Promise<void> {
  for (const provider of providers) await importIdentityProvider(draft, provider)
}

/** The id of the provider that was made; undefined when it was left out. */
export async function importIdentityProvider(
  draft: RealmDraft,
  body: IdentityProviderRepresentation,
): Promise<string | undefined> {
  const { tx, realm, names } = draft
  const id = body.internalId ?? tx.ids.uuid()
  try {
    const provider = toIdentityProvider(body, { id, realmId: realm.id })
    await saveIdentityProvider(tx, provider)
    names.identityProviders.set(provider.alias, id)
    return id
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    leaveOut(draft, `identityProviders/${body.alias ?? ''}`, error.message)
    return undefined
  }
}
