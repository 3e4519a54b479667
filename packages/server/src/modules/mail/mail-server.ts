import type { SecretBox } from '../../crypto/secret-box.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'
import { openSmtpSecret } from '../../model/realm/smtp-secret.ts'

/** How mail leaves a realm, read from the texts of `smtpServer`. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: 'none' | 'tls' | 'starttls'
  readonly authentication?: MailAuthentication
  readonly from: MailAddress
  readonly replyTo?: MailAddress
  /** Where bounces go. */
  readonly envelopeFrom?: string
  /** RFC 6531: may the local part of an address hold more than ASCII? */
  readonly allowsUtf8: boolean
}

export interface MailAddress {
  readonly address: string
  readonly name: string
}

export type MailAuthentication =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | {
      readonly kind: 'token'
      readonly user: string
      readonly tokenUrl: string
      readonly scope: string
      readonly clientId: string
      readonly clientSecret: string
    }

/** A mail server or an address that cannot be used as it is; the message is for administrators. */
export class UnusableForMail extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UnusableForMail'
  }
}

/** `settings` with its secrets in clear. Throws `UnusableForMail`. */
export function readMailServer(settings: Readonly<Record<string, string>>): MailServer {
  const { host = '', from = '', fromDisplayName, replyTo, replyToDisplayName, envelopeFrom } = settings
  if (host === '' || /[\s/@]/.test(host)) throw new UnusableForMail('The mail server has no host')
  const security = settings['ssl'] === 'true' ? 'tls' : settings['starttls'] === 'true' ? 'starttls' : 'none'
  const port = Number(settings['port'] || (security === 'tls' ? 465 : 25))
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new UnusableForMail('The port is no port')
  const allowsUtf8 = settings['allowutf8'] === 'true'
  const authentication = settings['auth'] === 'true' ? readAuthentication(settings) : undefined
  return {
    host,
    port,
    security,
    allowsUtf8,
    from: toAddress(from, fromDisplayName, allowsUtf8),
    ...(replyTo ? { replyTo: toAddress(replyTo, replyToDisplayName, allowsUtf8) } : {}),
    ...(envelopeFrom ? { envelopeFrom: toAddress(envelopeFrom, undefined, allowsUtf8).address } : {}),
    ...(authentication ? { authentication } : {}),
  }
}

/** The realm's settings with their secrets in clear. */
export function openMailSettings(
  realm: Parameters<typeof openSmtpSecret>[0],
  secrets: SecretBox,
): Record<string, string> {
  const opened = Object.entries(realm.settings.smtpServer).map(([name, text]) => [
    name,
    openSmtpSecret(realm, name, secrets) ?? text,
  ])
  return Object.fromEntries(opened)
}

function readAuthentication(settings: Readonly<Record<string, string>>): MailAuthentication {
  const user = settings['user'] ?? ''
  if (settings['authType'] !== 'token') return { kind: 'password', user, password: settings['password'] ?? '' }
  return {
    kind: 'token',
    user,
    tokenUrl: settings['authTokenUrl'] ?? '',
    scope: settings['authTokenScope'] ?? '',
    clientId: settings['authTokenClientId'] ?? '',
    clientSecret: settings['authTokenClientSecret'] ?? '',
  }
}

/** One address, which can end no header and name no second recipient (security.md: mail injection). */
export function toAddress(address: string, name: string | undefined, allowsUtf8: boolean): MailAddress {
  const isPlain = /^[^\s<>()[\],;:"\\@]+@[^\s<>()[\],;:"\\@]+$/u.test(address) && !hasDeceptiveCharacters(address)
  const isAscii = /^[\x21-\x7e]+@/.test(address)
  if (!isPlain || address.length > 320 || (!isAscii && !allowsUtf8)) {
    throw new UnusableForMail(`Not an address that mail can be sent with: ${JSON.stringify(address.slice(0, 100))}`)
  }
  return { address, name: (name ?? '').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim() }
}
