/**
 * The ZTrust Authenticator's devices: the portal invites a phone by QR code, the phone proves the account and registers
 * a key of its own, signs everything after that, and either side removes it.
 *
 *   pending --scan--> scanned --right credentials--> confirmed
 *      \                 \----5 wrong credentials--> failed
 *       \--5 minutes----------------------------- > expired
 *
 *   /realms/{realm}/account/ztrust/devices, .../device-enrolments   the portal (bearer token of the user)
 *   /realms/{realm}/ztrust/authenticator/enrolments/...             the phone, by the one-time token
 *   /realms/{realm}/ztrust/authenticator/device                     the phone, signed (contract/device-message.ts)
 *   /admin/realms/{realm}/ztrust/users/{userId}/devices             administrators
 */
import { defineModule } from '../../spi/module.ts'
import { adminDeviceEndpoints } from './admin-device-endpoint.ts'
import { expireEnrolmentsJob } from './expire-enrolments-job.ts'
import { phoneEndpoints } from './phone-endpoint.ts'
import { portalDeviceEndpoints } from './portal-device-endpoint.ts'

export const devicesModule = defineModule({
  id: 'devices',
  endpoints: [...portalDeviceEndpoints, ...phoneEndpoints, ...adminDeviceEndpoints],
  jobs: [expireEnrolmentsJob],
})
