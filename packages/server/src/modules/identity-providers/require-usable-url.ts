import { InvalidInput } from '../../kernel/error.ts'
import type { RealmSettings } from '../../model/realm/realm-settings.ts'
import { isInternalAddress } from '../../oauth/internal-address.ts'
import type { IdentityProviderConfig } from '../../spi/identity-provider-type.ts'

type Realm = Pick<RealmSettings, 'sslRequired'>

/** Throws InvalidInput, in Keycloak's words, for the first of these settings that is no address of the web. */
export function requireUsableUrls(
  config: IdentityProviderConfig,
  names: Readonly<Record<string, string>>,
  realm: Realm,
): void {
  for (const [setting, name] of Object.entries(names)) {
    const value = config[setting]
    if (value) requireUsableUrl(value, name, realm)
  }
}

function requireUsableUrl(value: string, name: string, { sslRequired }: Realm): void {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isWeb) throw new InvalidInput(undefined, `The url [${name}] is malformed`)
  if (url.protocol === 'https:' || sslRequired === 'none') return
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (sslRequired === 'external' && (host === 'localhost' || isInternalAddress(host))) return
  throw new InvalidInput(undefined, `The url [${name}] requires secure connections`)
}
