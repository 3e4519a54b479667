/**
 * The kinds of keys that a realm signs and encrypts with: made here (RSA, ECDSA, ECDH, EdDSA, HMAC, AES) or brought by an
 * administrator (RSA). They are components of Keycloak's type `org.keycloak.keys.KeyProvider`; highest priority signs,
 * passive ones only verify. No routes: keys are administered at /admin/realms/{realm}/components.
 */
import { defineModule } from '../../spi/module.ts'
import { keyComponentTypes } from './key-component-types.ts'

export const keysModule = defineModule({ id: 'keys', componentTypes: keyComponentTypes })
