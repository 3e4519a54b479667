import {
  getClientManagementPermissions,
  updateClientManagementPermissions,
} from '@ztrust/contract/admin/client-permissions'
import { implement } from '../../../spi/endpoint-handler.ts'
import { featureNotEnabled } from '../feature-not-enabled.ts'
import { requireClient } from '../find-in-realm.ts'

/** Permissions of the first generation, as a Keycloak has them that does not offer them: not at all. */
export const clientPermissionsEndpoints = [
  implement(getClientManagementPermissions, async ({ params }, context) => {
    await requireClient(context, params.id)
    return featureNotEnabled
  }),
  implement(updateClientManagementPermissions, async ({ params }, context) => {
    await requireClient(context, params.id)
    return featureNotEnabled
  }),
]
