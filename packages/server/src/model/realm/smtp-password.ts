import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Realm } from './realm.ts'

const contextOf = (realmId: string) => `realm:${realmId}:smtp-password`

/** The password of a realm's mail server as it is stored among the settings (`smtpServer.password`). */
export function sealSmtpPassword(realmId: string, plain: string, secrets: SecretBox): string {
  return secrets.seal(plain, contextOf(realmId))
}

/** The password in clear, for sending mail; undefined when the realm has none. Throws when it cannot be opened. */
export function openSmtpPassword(
  { id, settings }: Pick<Realm, 'id' | 'settings'>,
  secrets: SecretBox,
): string | undefined {
  const sealed = settings.smtpServer['password']
  return sealed === undefined ? undefined : secrets.open(sealed, contextOf(id))
}
