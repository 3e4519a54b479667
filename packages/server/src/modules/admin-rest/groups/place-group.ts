import type { GroupInput } from '@ztrust/contract/admin/groups'
import { InvalidInput } from '../../../kernel/error.ts'
import { createGroup } from '../../../model/group/create-group.ts'
import type { Group } from '../../../model/group/group.ts'
import { moveGroup } from '../../../model/group/move-group.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireGroup } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { requireGrantableGroup } from './require-grantable-group.ts'

/** Makes a group below `parent` (or at the top), or moves the existing one that `body.id` names there. */
export async function placeGroup(
  context: AdminContext,
  parent: Group | undefined,
  body: GroupInput,
): Promise<{ readonly group: Group; readonly isNew: boolean }> {
  if (body.id !== undefined) return { group: await moveUnder(context, parent, body.id, body), isNew: false }
  const { name, description, attributes } = body
  if (name === undefined) throw new InvalidInput(undefined, 'Group name is missing')
  const group = await transact(context.server.storage, async (tx) => {
    const made = await createGroup(tx, context.realm.realm, {
      name,
      ...(parent ? { parentId: parent.id } : {}),
      ...(description === undefined ? {} : { description }),
      ...(attributes === undefined ? {} : { attributes }),
    })
    await recordChange(tx, context, {
      operation: 'CREATE',
      resourceType: 'GROUP',
      path: parent ? ['groups', parent.id, 'children'] : ['groups', made.id],
      representation: { ...body, id: made.id },
    })
    return made
  })
  return { group, isNew: true }
}

async function moveUnder(
  context: AdminContext,
  parent: Group | undefined,
  id: string,
  body: GroupInput,
): Promise<Group> {
  const group = await requireGroup(context, id)
  // The members get the roles of the groups above.
  if (parent) await requireGrantableGroup(context, parent)
  await transact(context.server.storage, async (tx) => {
    await moveGroup(tx, group, parent?.id)
    await recordChange(tx, context, {
      operation: 'UPDATE',
      resourceType: 'GROUP',
      path: ['groups', group.id],
      representation: body,
    })
  })
  return group
}
