/**
 * How the first administrator comes to be. From ZTRUST_ADMIN and ZTRUST_ADMIN_PASSWORD at the start; otherwise by a
 * welcome page, offered to a browser on this machine, or to whoever holds the one-time link printed on the terminal.
 *
 *   GET  /          -> the admin console once there is an administrator; before, the welcome page (loopback only)
 *   GET  /welcome   -> the welcome page, by the link
 *   POST /welcome   -> makes the administrator, once
 */
import { defineModule } from '../../spi/module.ts'
import { announceWelcome } from './announce-welcome.ts'
import { welcomeEndpoints } from './welcome-endpoint.ts'

export const firstAdministratorModule = defineModule({
  id: 'first-administrator',
  endpoints: welcomeEndpoints,
  start: announceWelcome,
})
