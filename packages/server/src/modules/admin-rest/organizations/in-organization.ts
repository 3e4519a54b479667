import { AccessDenied } from '../../../kernel/error.ts'
import { findOrganization } from '../../../model/organization/organization.store.ts'
import type { Organization } from '../../../model/organization/organization.ts'
import { json, type Reply } from '../../../spi/reply.ts'
import type { AdminContext } from '../admin-context.ts'

/** Keycloak's words about organizations stand in `errorMessage`, whatever the status. */
export const refuse = (status: 400 | 404 | 409, errorMessage: string): Reply => json({ errorMessage }, status)

/** Runs the handler where the realm has organizations at all. */
export function withOrganizations<Request, Context extends AdminContext>(
  handle: (request: Request, context: Context) => Promise<Reply>,
): (request: Request, context: Context) => Promise<Reply> {
  return async (request, context) =>
    context.realm.realm.settings.organizationsEnabled
      ? handle(request, context)
      : refuse(404, 'Organizations not enabled for this realm.')
}

/** Runs the handler with the organization that the path names, of the realm of the path only. */
export function inOrganization<
  Request extends { readonly params: { readonly id: string } },
  Context extends AdminContext,
>(
  handle: (request: Request, context: Context, organization: Organization) => Promise<Reply>,
): (request: Request, context: Context) => Promise<Reply> {
  return withOrganizations(async (request, context) => {
    const { server, realm } = context
    const organization = await findOrganization(server.storage, realm.realm.id, { id: request.params.id })
    return organization ? handle(request, context, organization) : refuse(404, 'Organization not found.')
  })
}

/** For what concerns users or identity providers, too: the rights on organizations alone are not enough. */
export function requireAlso({ caller }: Pick<AdminContext, 'caller'>, permissions: readonly string[]): void {
  if (!caller.can(...permissions)) throw new AccessDenied(permissions.join(' or '))
}

/** A body that is one text: as it is, or as JSON. */
export function readPlainText(body: Uint8Array): string {
  return Buffer.from(body)
    .toString('utf8')
    .trim()
    .replace(/^"(.*)"$/s, '$1')
}
