import type { Client } from '../../model/client/client.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { Urls } from '../../spi/urls.ts'

type Attributes = Pick<Client, 'settings'>

export function isDeviceGrantEnabled({ settings }: Attributes): boolean {
  return settings.attributes['oauth2.device.authorization.grant.enabled'] === 'true'
}

/** Seconds that a device waits for its user. */
export function deviceCodeLifespan({ realm }: RealmSnapshot, client: Attributes): number {
  return readSeconds(client, 'oauth2.device.code.lifespan') ?? realm.settings.oauth2DeviceCodeLifespan
}

/** Seconds between two polls. */
export function devicePollingInterval({ realm }: RealmSnapshot, client: Attributes): number {
  return readSeconds(client, 'oauth2.device.polling.interval') ?? realm.settings.oauth2DevicePollingInterval
}

/** Where the user goes; a realm may have a shorter address that leads there. */
export function verificationUri(urls: Urls, realm: RealmSnapshot): string {
  return realm.realm.settings.attributes['shortVerificationUri'] || devicePage(urls, realm)
}

/** The page that takes the code. */
export function devicePage(urls: Urls, { realm }: RealmSnapshot): string {
  return `${urls.realm(realm.name)}/device`
}

function readSeconds({ settings }: Attributes, name: string): number | undefined {
  const text = settings.attributes[name]
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
