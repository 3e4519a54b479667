import type { RequiredActionProviderRepresentation } from '@ztrust/contract/admin/required-actions'
import { InvalidInput } from '../../../kernel/error.ts'
import { insertRequiredActions, listRequiredActions, updateRequiredAction } from '../../../model/flow/flow.store.ts'
import { toMapperConfig } from '../../../oauth/insert-new-mappers.ts'
import type { RealmDraft } from './realm-draft.ts'

/** Changes or adds required actions by alias; those that the file does not have stay. */
export async function importRequiredActions(
  { tx, realm }: RealmDraft,
  actions: readonly RequiredActionProviderRepresentation[],
): Promise<void> {
  const stored = new Map((await listRequiredActions(tx, realm.id)).map((action) => [action.alias, action]))
  for (const body of actions) {
    const { alias } = body
    if (!alias) throw new InvalidInput('alias', 'error-empty')
    const before = stored.get(alias)
    const after = {
      id: before?.id ?? tx.ids.uuid(),
      realmId: realm.id,
      alias,
      providerId: body.providerId ?? before?.providerId ?? alias,
      name: body.name ?? before?.name ?? alias,
      enabled: body.enabled ?? before?.enabled ?? true,
      defaultAction: body.defaultAction ?? before?.defaultAction ?? false,
      priority: body.priority ?? before?.priority ?? 0,
      config: body.config ? toMapperConfig(body.config) : (before?.config ?? {}),
    }
    if (before) await updateRequiredAction(tx, after)
    else await insertRequiredActions(tx, [after])
  }
}
