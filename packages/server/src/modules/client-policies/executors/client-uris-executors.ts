import { readTexts } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { invalidMetadata, invalidRequest, onChange, onEach } from '../amend-client.ts'
import { addressesOf, addressNames } from './client-addresses.ts'
import { toPattern } from './to-pattern.ts'

export const secureUrisExecutor: ClientPolicyExecutor = {
  id: 'secure-client-uris',
  helpText: 'It prohibits the client registering/specifying http scheme URI.',
  properties: [],
  prepare: () => ({
    ...onChange((draft) => {
      for (const [name, address] of addressesOf(draft)) {
        const isWildcard = name === 'redirectUris' && address.includes('*')
        if (!isSecure(address) || isWildcard) throw invalidMetadata(`Invalid ${name}`)
      }
      return undefined
    }),
    ...onEach(['AUTHORIZATION_REQUEST', 'PUSHED_AUTHORIZATION_REQUEST'], ({ parameters }) => {
      if (isSecure(parameters['redirect_uri'] ?? '')) return undefined
      throw invalidRequest('Invalid redirect_uri')
    }),
  }),
}

const isSecure = (address: string) => /^https:\/\//i.test(address)

/** Longer addresses are not held against patterns, whose cost may grow faster than their length. */
const longestAddress = 2000

export const uriPatternExecutor: ClientPolicyExecutor = {
  id: 'secure-client-uris-pattern',
  helpText:
    'Enforces security policies on client URIs by validating them against regex patterns. If a URI does not match any configured pattern, the request is rejected.',
  properties: [
    {
      name: 'allowed-patterns',
      label: 'Allowed URI Patterns',
      helpText:
        'A client URI is considered valid ONLY if it matches at least one of these regex patterns. If no valid patterns are configured, validation will fail for any URI.',
      type: 'MultivaluedString',
    },
    {
      name: 'client-uri-fields',
      label: 'Client URI Fields to validate',
      helpText:
        'Select the specific client URI fields to validate. If no fields are selected, ALL known URI fields listed above will be validated by default.',
      type: 'MultivaluedList',
      options: addressNames,
    },
  ],
  prepare(configuration) {
    const patterns = readTexts(configuration, 'allowed-patterns').map((text) => toPattern('allowed-patterns', text))
    const chosen = readTexts(configuration, 'client-uri-fields')
    const fields = new Set<string>(chosen.length === 0 ? addressNames : chosen)
    return onChange((draft) => {
      for (const [name, address] of addressesOf(draft)) {
        if (!fields.has(name)) continue
        if (patterns.length === 0) throw invalidMetadata(`Invalid ${name}: No valid allowed patterns configured`)
        const isAllowed = address.length <= longestAddress && patterns.some((pattern) => pattern.test(address))
        if (!isAllowed) throw invalidMetadata(`Invalid ${name}`)
      }
      return undefined
    })
  },
}
