import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../../../model/client/client.ts'
import { readClientSecret } from '../../../model/client/client-secret.ts'
import { representClient } from '../../../oauth/represent-client.ts'
import type { AdminContext } from '../admin-context.ts'
import { maskedSecret } from '../without-secrets.ts'

export async function toClientRepresentation(context: AdminContext, client: Client): Promise<ClientRepresentation> {
  return {
    ...(await representClient(context.realm, client)),
    secret: await readVisibleSecret(context, client),
    access: toClientAccess(context),
  }
}

/** In clear for who may change it anyway; who may only look learns that there is one. */
async function readVisibleSecret({ caller, server }: AdminContext, client: Client): Promise<string | undefined> {
  if (!client.hasSecret || client.settings.publicClient) return undefined
  if (!caller.can('manage-clients')) return maskedSecret
  return readClientSecret(server.storage, client, server.secrets)
}

function toClientAccess({ caller }: AdminContext): Record<string, boolean> {
  const isManager = caller.can('manage-clients')
  return { view: caller.can('view-clients', 'manage-clients'), configure: isManager, manage: isManager }
}
