/**
 * The kinds of keys that a realm signs and encrypts with: made here (RSA, ECDSA, ECDH, EdDSA, HMAC, AES), brought by an
 * administrator (RSA) or taken from a key store on the server's disk (JKS; PKCS#12, RFC 7292). They are components of Keycloak's type `org.keycloak.keys.KeyProvider`; highest priority signs,
 * passive ones only verify. No routes: keys are administered at /admin/realms/{realm}/components.
 *
 * rotation of a key with `rotationDays`: active -> a successor is published, passive -> the successor is active, the key
 * passive -> nothing it signed is valid any more: deleted
 */
import { defineModule } from '../../spi/module.ts'
import { keyComponentTypes } from './key-component-types.ts'
import { rotateKeysJob } from './rotate-keys-job.ts'

export const keysModule = defineModule({ id: 'keys', componentTypes: keyComponentTypes, jobs: [rotateKeysJob] })
