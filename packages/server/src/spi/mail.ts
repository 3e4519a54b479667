import type { SecretBox } from '../crypto/secret-box.ts'
import { enqueueJob } from '../model/job/enqueue-job.ts'
import type { RealmSettings } from '../model/realm/realm-settings.ts'
import type { User } from '../model/user/user.ts'
import type { Tx } from '../storage/db.ts'
import type { FormText } from './form.ts'

/** Kind of the job that sends one mail. */
export const mailJobKind = 'send-mail'

/**
 * One placeholder of a text: as it is; `minutes` as a period in the reader's language ("12 hours"); `texts` by their keys,
 * joined by commas. What becomes HTML is escaped.
 */
export type MailParameter =
  | string
  | number
  | { readonly minutes: number }
  | { readonly moment: number }
  | { readonly texts: readonly FormText[] }

export interface MailRecipient {
  readonly address: string
  readonly name?: string
  /** The reader's language, as a wish; the realm decides what it supports. */
  readonly locale?: string
}

/** A mail as data: what it says stands in the `email` bundle, or in the realm's own texts under the same keys. */
export interface Mail {
  readonly realmId: string
  readonly to: MailRecipient
  /** Stem of Keycloak's message keys: `passwordReset` means `passwordResetSubject`, `...Body` and `...BodyHtml`. */
  readonly text: string
  /** Of the bodies, in the order of Keycloak's placeholders. */
  readonly parameters: readonly MailParameter[]
  /** Of the subject. */
  readonly subjectParameters?: readonly MailParameter[]
  /** Epoch milliseconds after which it is of no use (its link has expired) and is not sent any more. */
  readonly validUntil?: number
}

/**
 * Sends a mail after the commit: a job renders it, hands it to the realm's mail server, and tries again when that fails.
 * It is sealed until then: links in it open accounts. Ask `canSendMail` first.
 */
export async function queueMail(tx: Tx, secrets: SecretBox, mail: Mail): Promise<void> {
  const id = tx.ids.ordered()
  await enqueueJob(tx, mailJobKind, { sealed: secrets.seal(JSON.stringify(mail), mailContext(id)), id }, undefined, id)
}

/** Costs what a mail costs and sends none: where time must not tell whether somebody has an address. */
export async function queueNoMail(tx: Tx, secrets: SecretBox): Promise<void> {
  const id = tx.ids.ordered()
  await enqueueJob(tx, mailJobKind, { sealed: secrets.seal('null', mailContext(id)), id }, undefined, id)
}

/** What binds a sealed mail to its job. */
export const mailContext = (jobId: string) => `job:${jobId}:mail`

/** Has the realm said through which server its mail goes, and from whom? */
export function canSendMail({ smtpServer }: Pick<RealmSettings, 'smtpServer'>): boolean {
  return Boolean(smtpServer['host'] && smtpServer['from'])
}

/** The user as recipient, at the address they have now; undefined when they have none. */
export function toRecipient({ email, firstName, lastName, attributes }: User): MailRecipient | undefined {
  if (!email) return undefined
  const name = [firstName, lastName].filter(Boolean).join(' ')
  const locale = attributes['locale']?.[0]
  return { address: email, ...(name === '' ? {} : { name }), ...(locale === undefined ? {} : { locale }) }
}
