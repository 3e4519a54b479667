import type { Client } from '../../model/client/client.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'

type Attributes = Pick<Client, 'settings'>

/** Clients that cannot prove who they are ask nobody (CIBA Core, section 7.1). */
export function isCibaEnabled({ settings }: Attributes): boolean {
  return settings.attributes['oidc.ciba.grant.enabled'] === 'true' && !settings.publicClient
}

/** `poll` or `ping`; nothing else is delivered. */
export function deliveryMode(realm: RealmSnapshot, { settings }: Attributes): string {
  return (
    settings.attributes['ciba.backchannel.token.delivery.mode'] ||
    realm.realm.settings.attributes['cibaBackchannelTokenDeliveryMode'] ||
    'poll'
  )
}

/** Where the client is told that there is an answer. */
export function notificationEndpoint({ settings }: Attributes): string | undefined {
  return settings.attributes['ciba.backchannel.client.notification.endpoint'] || undefined
}

/** Algorithm that the client registered for signed requests. */
export function requestAlgorithm({ settings }: Attributes): string | undefined {
  return settings.attributes['ciba.backchannel.auth.request.signing.alg'] || undefined
}

/** Seconds that a request waits for its user. */
export function cibaLifespan(realm: RealmSnapshot): number {
  return readSeconds(realm, 'cibaExpiresIn') ?? 120
}

/** Seconds between two polls. */
export function cibaInterval(realm: RealmSnapshot): number {
  return readSeconds(realm, 'cibaInterval') ?? 5
}

/** The parameter by which the realm's clients say who is meant. */
export function requestedHint(realm: RealmSnapshot): string {
  return realm.realm.settings.attributes['cibaAuthRequestedUserHint'] || 'login_hint'
}

function readSeconds({ realm }: RealmSnapshot, name: string): number | undefined {
  const text = realm.settings.attributes[name]
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
