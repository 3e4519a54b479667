import { toBase64url } from './base64url.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

/** The members of the public key that the server asks for. */
export interface PublicDeviceKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

/** A new key of this phone. The private half cannot be exported, by nobody and never. */
export async function generateDeviceKey(): Promise<{
  readonly privateKey: CryptoKey
  readonly publicKey: PublicDeviceKey
}> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const { x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  if (x === undefined || y === undefined) throw new Error('The browser made a key without a point')
  return { privateKey, publicKey: { kty: 'EC', crv: 'P-256', x, y } }
}

/** Signs a text; r and s, base64url. */
export async function signText(privateKey: CryptoKey, text: string): Promise<string> {
  return toBase64url(await crypto.subtle.sign(signing, privateKey, new TextEncoder().encode(text)))
}
