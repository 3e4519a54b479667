import { partialExport, partialImport } from '@ztrust/contract/admin/partial-import'
import { AccessDenied } from '../../../kernel/error.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import { importPartially } from '../realm-content/partial-import.ts'
import { requireImportable } from '../realm-content/require-importable.ts'
import { exportRealm } from '../realm-export/export-realm.ts'

export const partialFilesEndpoints = [
  implement(partialImport, async ({ body }, context) => {
    await requireImportable(context, body)
    const own = new Set((body.clients ?? []).map((client) => client.clientId))
    for (const clientId of Object.keys(body.roles?.client ?? {})) {
      if (own.has(clientId) || (await context.realm.client(clientId))) continue
      return json({ errorMessage: `Can not import client roles for nonexistent client named ${clientId}` }, 412)
    }
    return json(await importPartially(context, body))
  }),

  implement(partialExport, async ({ query }, context) => {
    const { exportClients: withClients = false, exportGroupsAndRoles: withGroupsAndRoles = false } = query
    const { caller } = context
    if (withClients && !caller.can('view-clients', 'manage-clients')) throw new AccessDenied('view-clients')
    if (withGroupsAndRoles && !caller.can('view-users', 'manage-users', 'query-groups')) {
      throw new AccessDenied('query-groups')
    }
    return json(await exportRealm(context, { withClients, withGroupsAndRoles, withSecrets: false }))
  }),
]
