import type { SecretBox } from '../../crypto/secret-box.ts'
import type { IdentityProvider } from './identity-provider.ts'

type Config = IdentityProvider['config']

/** The setting by which we prove ourselves to the provider: sealed at rest, shown as stars. */
const secretName = 'clientSecret'

/** What Keycloak shows in place of a secret, and takes as "unchanged" when it is sent back. */
const maskedSecret = '**********'

const context = (id: string) => `identity-provider:${id}:${secretName}`

/** The configuration of the identity provider with this id as it is to be stored. */
export function sealIdentityProviderConfig(config: Config, id: string, secrets: SecretBox): Config {
  const secret = config[secretName]
  return secret ? { ...config, [secretName]: secrets.seal(secret, context(id)) } : config
}

/** The configuration with its secret in clear. Throws when it was sealed under another key or for another provider. */
export function openIdentityProviderConfig(
  { id, config }: Pick<IdentityProvider, 'id' | 'config'>,
  secrets: SecretBox,
): Config {
  const secret = config[secretName]
  return secret ? { ...config, [secretName]: secrets.open(secret, context(id)) } : config
}

/** The configuration as people may see it. */
export function maskIdentityProviderConfig(config: Config): Config {
  return config[secretName] ? { ...config, [secretName]: maskedSecret } : config
}

/** What was sent, with the secret of before where its mask came back; without one where there was none. */
export function unmaskIdentityProviderConfig(sent: Config, previous: Config = {}): Config {
  if (sent[secretName] !== maskedSecret) return sent
  const { [secretName]: _, ...others } = sent
  const secret = previous[secretName]
  return secret ? { ...others, [secretName]: secret } : others
}
