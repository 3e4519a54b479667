import type {
  IdentityProviderMapperRepresentation,
  IdentityProviderRepresentation,
} from '@ztrust/contract/admin/identity-provider-representation'
import { InvalidInput } from '../../../kernel/error.ts'
import { findIdentityProvider } from '../../../model/identity-provider/identity-provider.store.ts'
import {
  findIdentityProviderMapper,
  saveIdentityProviderMapper,
} from '../../../model/identity-provider/identity-provider-mapper.store.ts'
import { saveIdentityProvider } from '../../../model/identity-provider/save-identity-provider.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import {
  toChangedIdentityProvider,
  toIdentityProviderMapper,
  toNewIdentityProvider,
} from '../identity-providers/from-representation.ts'
import { leaveOut, type RealmDraft } from './realm-draft.ts'

/** Makes or changes identity providers and their mappers; kinds that are not there are left out. `snapshot` knows the flows. */
export async function importIdentityProviders(
  draft: RealmDraft,
  snapshot: RealmSnapshot,
  providers: readonly IdentityProviderRepresentation[],
  mappers: readonly IdentityProviderMapperRepresentation[],
): Promise<void> {
  for (const provider of providers) await importIdentityProvider(draft, snapshot, provider)
  for (const mapper of mappers) await importIdentityProviderMapper(draft, snapshot, mapper)
}

/** The id of the provider that was made, or changed where its alias is known; undefined when it was left out. */
export async function importIdentityProvider(
  draft: RealmDraft,
  snapshot: RealmSnapshot,
  body: IdentityProviderRepresentation,
): Promise<string | undefined> {
  const { tx, server, realm, names } = draft
  const what = `identityProviders/${body.alias ?? ''}`
  return orLeaveOut(draft, what, async () => {
    const place = { server, realm: snapshot }
    const stored = await findIdentityProvider(tx, realm.id, { alias: body.alias ?? '' })
    const provider = stored
      ? toChangedIdentityProvider(stored, body, place)
      : toNewIdentityProvider(body, place, body.internalId ?? tx.ids.uuid())
    await saveIdentityProvider(tx, provider)
    names.identityProviders.set(provider.alias, provider.id)
    return provider.id
  })
}

export async function importIdentityProviderMapper(
  draft: RealmDraft,
  snapshot: RealmSnapshot,
  body: IdentityProviderMapperRepresentation,
): Promise<string | undefined> {
  const { tx, server, realm } = draft
  const { identityProviderAlias: alias = '', name = '' } = body
  return orLeaveOut(draft, `identityProviderMappers/${alias}/${name}`, async () => {
    const provider = await findIdentityProvider(tx, realm.id, { alias })
    if (!provider) throw new InvalidInput(undefined, 'There is no such identity provider')
    const place = { server, realm: snapshot }
    const stored = await findIdentityProviderMapper(tx, provider, { name })
    const mapper = toIdentityProviderMapper(body, provider, stored?.id ?? body.id ?? tx.ids.uuid(), place)
    await saveIdentityProviderMapper(tx, provider, mapper)
    return mapper.id
  })
}

/** All of these refusals come before anything is written. */
async function orLeaveOut(draft: RealmDraft, what: string, make: () => Promise<string>): Promise<string | undefined> {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    leaveOut(draft, what, error.message)
    return undefined
  }
}
