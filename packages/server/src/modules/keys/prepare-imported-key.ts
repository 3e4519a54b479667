import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { exportKey } from '../../crypto/keys.ts'
import { createSelfSignedCertificate } from '../../crypto/x509.ts'
import { InvalidInput } from '../../kernel/error.ts'
import { type ComponentConfig, configValue } from '../../model/component/component.ts'
import type { KeyProviderId } from '../../model/key/key-provider.ts'
import type { ComponentChange } from '../../spi/component-type.ts'
import { requireFittingKey } from './require-fitting-key.ts'

const shortestKey = 2048

/** Takes the key that an administrator brings, in PEM or the base64 inside it, and its certificate, or makes one. */
export async function prepareImportedKey(
  providerId: KeyProviderId,
  { server, realm, config }: ComponentChange,
): Promise<ComponentConfig> {
  const privateKey = readPrivateKey(configValue(config, 'privateKey') ?? '')
  const publicKey = createPublicKey(privateKey)
  const sent = configValue(config, 'certificate')
  const certificate = sent
    ? readCertificate(sent, publicKey)
    : await createSelfSignedCertificate({
        keyPair: { privateKey, publicKey },
        commonName: realm.realm.name,
        now: server.clock.now(),
        random: server.random,
      })
  const { kid: _, ...settings } = config
  const prepared = { ...settings, privateKey: [exportKey(privateKey)], certificate: [certificate] }
  requireFittingKey(providerId, prepared)
  return prepared
}

function readPrivateKey(text: string): KeyObject {
  const pem = text.includes('-----')
    ? text
    : `-----BEGIN PRIVATE KEY-----\n${text.replace(/\s/g, '')}\n-----END PRIVATE KEY-----\n`
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw new InvalidInput(undefined, 'Failed to decode private key', [], cause)
  }
  if (key.asymmetricKeyType !== 'rsa') throw new InvalidInput(undefined, 'The private key is no RSA key')
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < shortestKey) {
    throw new InvalidInput(undefined, `The private key is shorter than ${shortestKey} bits`)
  }
  return key
}

/** The certificate as it is kept: DER in base64. */
function readCertificate(text: string, publicKey: KeyObject): string {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(text.includes('-----') ? text : Buffer.from(text, 'base64'))
  } catch (cause) {
    throw new InvalidInput(undefined, 'Failed to decode certificate', [], cause)
  }
  if (!certificate.publicKey.equals(publicKey)) {
    throw new InvalidInput(undefined, 'Certificate does not match private key')
  }
  return certificate.raw.toString('base64')
}
