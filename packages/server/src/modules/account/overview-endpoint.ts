import { getAccountOverview } from '@ztrust/contract/account'
import { listCredentials } from '../../model/credential/credential.store.ts'
import { listDevices } from '../../model/device/device.store.ts'
import { findPhotoTag, photoUrl } from '../../model/photo/photo.store.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { json } from '../../spi/reply.ts'
import { toAccountRepresentation } from './account-representation.ts'
import { listOwnApplications } from './list-own-applications.ts'
import { listOwnSessions } from './list-own-sessions.ts'

/** The portal itself is no application of the user's. */
const portalClientId = 'account-console'

export const overviewEndpoints: readonly ImplementedEndpoint[] = [
  implement(getAccountOverview, async (_request, context) => {
    const { server, realm, caller } = context
    const { user } = caller
    const realmId = realm.realm.id
    const [sessions, applications, devices, credentials, photoTag] = await Promise.all([
      listOwnSessions(context),
      listOwnApplications(context),
      listDevices(server.storage, realmId, user.id),
      listCredentials(server.storage, realmId, user.id),
      findPhotoTag(server.storage, realmId, user.id),
    ])
    const primary = devices.find(({ isPrimary }) => isPrimary)
    return json({
      account: toAccountRepresentation(realm, user, false),
      ...(photoTag === undefined ? {} : { photoUrl: photoUrl(server.urls.realm(realm.realm.name), user.id, photoTag) }),
      sessionCount: sessions.length,
      applicationCount: applications.filter(({ clientId }) => clientId !== portalClientId).length,
      deviceCount: devices.length,
      ...(primary ? { primaryDevice: { id: primary.id, name: primary.name, model: primary.model } } : {}),
      hasPassword: credentials.some(({ type }) => type === 'password'),
      hasOtp: credentials.some(({ type }) => type === 'otp'),
      passwordChangedAt: user.passwordChangedAt,
      lastLoginAt: user.lastLoginAt,
      createdAt: user.createdAt,
    })
  }),
]
