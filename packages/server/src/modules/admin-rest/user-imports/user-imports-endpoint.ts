import {
  addToUserImport,
  cancelUserImport,
  createUserImport,
  getUserImport,
  listUserImportRefusals,
  listUserImports as listUserImportsDeclaration,
  startUserImport,
  type UserImportRepresentation,
} from '@ztrust/contract/admin/user-imports'
import { AccessDenied, Conflict, InvalidInput, NotFound } from '../../../kernel/error.ts'
import { enqueueJob } from '../../../model/job/enqueue-job.ts'
import {
  deleteImportParts,
  findUserImport,
  insertImportPart,
  insertUserImport,
  listRefusals,
  listUserImports,
  lockUserImport,
  updateUserImport,
} from '../../../model/user-import/user-import.store.ts'
import type { UserImport } from '../../../model/user-import/user-import.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import type { Tx } from '../../../storage/db.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { requireAllRights } from '../require-all-rights.ts'
import { splitRows } from './split-rows.ts'
import { importUsersJobId } from './user-import-jobs.ts'

/** Written in one transaction. */
const rowsOfPart = 100

export const userImportsEndpoints = [
  implement(createUserImport, async ({ body = {} }, context) => {
    const { server, realm } = context
    const { exact = false, wholeRealm } = body
    // A file may give any role of the realm to anybody.
    requireAllRights(context)
    if (wholeRealm && realm.realm.enabled) {
      throw new InvalidInput('wholeRealm', 'Only a realm that is not enabled can be made whole')
    }
    if (wholeRealm && !context.caller.can('manage-realm')) throw new AccessDenied('manage-realm')
    const now = server.clock.now()
    const made: UserImport = {
      id: server.ids.uuid(),
      realmId: realm.realm.id,
      state: 'receiving',
      exact: exact || wholeRealm !== undefined,
      ...(wholeRealm ? { enablesRealm: wholeRealm.enabled } : {}),
      ...{ received: 0, imported: 0, refused: 0, createdAt: now, updatedAt: now },
    }
    await transact(server.storage, async (tx) => {
      await insertUserImport(tx, made)
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'USER_IMPORT',
        path: ['ztrust', 'user-imports', made.id],
        representation: body,
      })
    })
    return json(toRepresentation(made), 201, { location: addressOf(context, 'ztrust', 'user-imports', made.id) })
  }),

  implement(listUserImportsDeclaration, async ({ query }, { server, realm }) => {
    const imports = await listUserImports(server.storage, realm.realm.id, toPage(query))
    return json(imports.map(toRepresentation))
  }),

  implement(getUserImport, async ({ params }, context) =>
    json(toRepresentation(await requireImport(context, params.id))),
  ),

  implement(addToUserImport, async ({ params, query, body }, context) => {
    requireAllRights(context)
    const rows = splitRows(Buffer.isBuffer(body) ? body.toString('utf8') : '')
    const { server } = context
    const after = await transact(server.storage, async (tx) => {
      const one = await requireOpen(tx, context, params.id)
      // Sent again, because the answer was lost.
      if (query.first !== undefined && query.first + rows.length === one.received) return one
      if (query.first !== undefined && query.first !== one.received) {
        throw new Conflict('user import', 'first', `${one.received} rows were received`)
      }
      for (let from = 0; from < rows.length; from += rowsOfPart) {
        const firstRow = one.received + from
        const part = { ordinal: firstRow, firstRow, rows: rows.slice(from, from + rowsOfPart) }
        await insertImportPart(tx, one, part, server.secrets)
      }
      const received = one.received + rows.length
      await updateUserImport(tx, one, { received })
      return { ...one, received }
    })
    return json(toRepresentation(after))
  }),

  implement(startUserImport, async ({ params }, context) => {
    requireAllRights(context)
    const started = await transact(context.server.storage, async (tx) => {
      const one = await requireOpen(tx, context, params.id)
      await updateUserImport(tx, one, { state: 'waiting' })
      await enqueueJob(tx, importUsersJobId, { realmId: one.realmId, importId: one.id })
      return { ...one, state: 'waiting' as const }
    })
    return json(toRepresentation(started))
  }),

  implement(listUserImportRefusals, async ({ params, query }, context) =>
    json(await listRefusals(context.server.storage, await requireImport(context, params.id), toPage(query))),
  ),

  implement(cancelUserImport, async ({ params }, context) => {
    await transact(context.server.storage, async (tx) => {
      const one = await lockUserImport(tx, context.realm.realm.id, params.id)
      if (!one) throw notFound()
      if (one.finishedAt !== undefined) throw new Conflict('user import', 'state', 'The import has ended')
      await updateUserImport(tx, one, { state: 'cancelled' })
      await deleteImportParts(tx, one)
      await recordChange(tx, context, {
        operation: 'DELETE',
        resourceType: 'USER_IMPORT',
        path: ['ztrust', 'user-imports', one.id],
      })
    })
    return empty()
  }),
]

const notFound = () => new NotFound('user import', 'Could not find user import')

async function requireImport({ server, realm }: AdminContext, id: string): Promise<UserImport> {
  const one = await findUserImport(server.storage, realm.realm.id, id)
  if (!one) throw notFound()
  return one
}

async function requireOpen(tx: Tx, { realm }: AdminContext, id: string): Promise<UserImport> {
  const one = await lockUserImport(tx, realm.realm.id, id)
  if (!one) throw notFound()
  if (one.state !== 'receiving') throw new Conflict('user import', 'state', 'The import takes no more rows')
  return one
}

function toRepresentation({ realmId: _, updatedAt: __, enablesRealm, ...one }: UserImport): UserImportRepresentation {
  return { ...one, wholeRealm: enablesRealm !== undefined }
}
