import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { manageRealm } from './permissions.ts'

/** A mail server, under the names of a realm's `smtpServer`: texts, and booleans that are read as such. */
export const MailServerSettings = z.record(
  z.string().max(255),
  z.union([z.string().max(4000), z.union([z.boolean(), z.number()]).transform(String)]).nullable(),
)

export const testSmtpConnection = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/testSMTPConnection',
  family: 'admin',
  tag: 'Mail',
  summary: 'Send a mail to oneself through a mail server that need not be saved yet',
  body: MailServerSettings,
  responses: { 204: noContent, ...adminErrors, 500: z.object({ errorMessage: z.string() }) },
  permission: manageRealm,
})
