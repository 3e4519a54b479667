import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Realm } from './realm.ts'

/** Those texts of `smtpServer` that open a mail server. */
const secretNames = ['password', 'authTokenClientSecret'] as const

export function isSmtpSecret(name: string): boolean {
  return secretNames.some((secret) => secret === name)
}

const contextOf = (realmId: string, name: string) => `realm:${realmId}:smtp-${name}`

/** A secret of a realm's mail server as it is stored among the settings (`smtpServer.password`). */
export function sealSmtpSecret(realmId: string, name: string, plain: string, secrets: SecretBox): string {
  return secrets.seal(plain, contextOf(realmId, name))
}

/** The secret in clear, for sending mail; undefined when the realm has none. Throws when it cannot be opened. */
export function openSmtpSecret(
  { id, settings }: Pick<Realm, 'id' | 'settings'>,
  name: string,
  secrets: SecretBox,
): string | undefined {
  const sealed = isSmtpSecret(name) ? settings.smtpServer[name] : undefined
  return sealed === undefined ? undefined : secrets.open(sealed, contextOf(id, name))
}
