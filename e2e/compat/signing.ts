import { createHash, createHmac, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** The key of client assertions, as a JWK set. */
export const publicKeys = JSON.stringify({
  keys: [{ ...createPublicKey(rsa.privateKey).export({ format: 'jwk' }), kid: 'compat', use: 'sig', alg: 'RS256' }],
})

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const nowSeconds = (): number => Math.floor(Date.now() / 1000)

/** A client assertion, by the key above or, when a secret is given, by HMAC. */
export function assertionOf(clientId: string, audience: string, more: object = {}, secret?: string): string {
  const header = secret === undefined ? { alg: 'RS256', kid: 'compat' } : { alg: 'HS256' }
  const payload = {
    iss: clientId,
    sub: clientId,
    aud: audience,
    jti: randomUUID(),
    iat: nowSeconds(),
    exp: nowSeconds() + 60,
  }
  const input = `${encode(header)}.${encode({ ...payload, ...more })}`
  const signature =
    secret === undefined
      ? sign('sha256', Buffer.from(input), rsa.privateKey)
      : createHmac('sha256', secret).update(input).digest()
  return `${input}.${signature.toString('base64url')}`
}

/** A DPoP proof (RFC 9449). */
export function proofOf(method: string, url: string, more: object = {}, accessToken?: string): string {
  const jwk = createPublicKey(ec.privateKey).export({ format: 'jwk' })
  const hash = accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }
  const payload = { jti: randomUUID(), htm: method, htu: url, iat: nowSeconds(), ...hash, ...more }
  const input = `${encode({ typ: 'dpop+jwt', alg: 'ES256', jwk })}.${encode(payload)}`
  const signature = sign('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}
