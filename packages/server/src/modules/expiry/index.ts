/**
 * Removes what has had its time, of all realms, in small transactions: sign-ins nobody finished, sessions, one-time
 * objects, revocations of tokens that are dead anyway, client secrets that were rotated out, device invitations.
 */
import { defineModule } from '../../spi/module.ts'
import { expiryJobs } from './expiry-job.ts'

export const expiryModule = defineModule({ id: 'expiry', jobs: expiryJobs })
