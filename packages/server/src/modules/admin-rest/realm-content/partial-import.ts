import type {
  PartialImportRepresentation,
  PartialImportResult,
  PartialImportResults,
} from '@ztrust/contract/admin/partial-import'
import { Conflict } from '../../../kernel/error.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { type PreparedUser, prepareUser } from './import-users.ts'
import { listPartialResources, type PartialResource } from './list-partial-resources.ts'
import { openDraft, toSnapshot } from './realm-draft.ts'

type Policy = NonNullable<PartialImportRepresentation['ifResourceExists']>

/**
 * Puts parts of a file into the realm, all or nothing: what is there already stops it, stays, or gives way. Whether the
 * caller may is asked before (`require-importable.ts`). Throws `Conflict` in Keycloak's words.
 */
export async function importPartially(
  context: AdminContext,
  body: PartialImportRepresentation,
): Promise<PartialImportResults> {
  const { server, realm } = context
  const users: PreparedUser[] = []
  for (const user of body.users ?? []) {
    users.push(await prepareUser(server, realm.realm.settings.passwordPolicy, user))
  }
  return transact(server.storage, async (tx) => {
    const draft = await openDraft(tx, server, realm.realm)
    const snapshot = await toSnapshot(draft)
    const results: PartialImportResult[] = []
    const finishers: PartialResource[] = []
    for (const resource of listPartialResources(draft, snapshot, body, users)) {
      const action = await importResource(resource, body.ifResourceExists ?? 'FAIL')
      const id = action === 'SKIPPED' ? await resource.find() : await resource.make()
      if (action !== 'SKIPPED') finishers.push(resource)
      results.push({
        action,
        resourceType: resource.type,
        resourceName: resource.name,
        id: resource.type === 'CLIENT_ROLE' ? resource.container : id,
      })
      if (action === 'SKIPPED' || id === undefined) continue
      await recordChange(tx, context, {
        operation: action === 'ADDED' ? 'CREATE' : 'UPDATE',
        resourceType: 'REALM',
        path: [resource.path, resource.type === 'CLIENT_ROLE' ? (resource.container ?? '') : id],
        representation: resource.representation,
      })
    }
    // A role may contain one that stands below it in the file.
    for (const resource of finishers) await resource.finish?.()
    tx.realmChanged(realm.realm.id)
    const count = (action: PartialImportResult['action']) => results.filter((one) => one.action === action).length
    return {
      ...{ overwritten: count('OVERWRITTEN'), added: count('ADDED'), skipped: count('SKIPPED'), results },
      ...(draft.leftOut.length === 0 ? {} : { leftOut: [...draft.leftOut] }),
    }
  })
}

/** What becomes of a resource; one that gives way is removed here. */
async function importResource(resource: PartialResource, policy: Policy): Promise<PartialImportResult['action']> {
  const existing = await resource.find()
  if (existing === undefined) return 'ADDED'
  if (policy === 'FAIL') throw new Conflict(resource.type, 'name', resource.taken)
  if (policy === 'SKIP') return 'SKIPPED'
  await resource.remove(existing)
  return 'OVERWRITTEN'
}
