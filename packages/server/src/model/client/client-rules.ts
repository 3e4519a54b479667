import { InvalidInput } from '../../kernel/error.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'
import type { Client } from './client.ts'
import { hasDangerousScheme } from './dangerous-scheme.ts'

/** Throws InvalidInput for a client whose name or addresses cannot be used safely. */
export function requireValidClient({
  clientId,
  protocol,
  settings,
}: Pick<Client, 'clientId' | 'protocol' | 'settings'>): void {
  if (clientId.trim() === '') throw new InvalidInput('clientId', 'error-empty')
  if (clientId.length > 255) throw new InvalidInput('clientId', 'error-invalid-length', ['clientId', 1, 255])
  if (hasDeceptiveCharacters(clientId)) throw new InvalidInput('clientId', 'error-invalid-value', ['clientId'])
  requireSafeAddress('rootUrl', 'Root URL', settings.rootUrl)
  requireSafeAddress('adminUrl', 'Master SAML Processing URL', settings.adminUrl)
  requireSafeAddress('baseUrl', 'Base URL', settings.baseUrl)
  for (const address of settings.redirectUris) requireSafeAddress('redirectUris', 'A redirect URI', address)
  for (const name of ['logoUri', 'policyUri', 'tosUri']) requireSafeAddress(name, name, settings.attributes[name])
  if (protocol === 'openid-connect' && settings.redirectUris.some((address) => address.includes('#'))) {
    // RFC 6749, section 3.1.2
    throw new InvalidInput('redirectUris', 'Redirect URIs must not contain an URI fragment')
  }
}

function requireSafeAddress(field: string, title: string, address: string | undefined): void {
  if (address === undefined) return
  if (hasDangerousScheme(address)) throw new InvalidInput(field, `${title} uses an illegal scheme`)
  if (hasDeceptiveCharacters(address)) throw new InvalidInput(field, `${title} is not a valid URL`)
}
