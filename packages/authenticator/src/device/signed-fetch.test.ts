import { deviceRequestMessage } from '@ztrust/contract/device-message'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { toBase64url } from './base64url.ts'
import { createSignedFetch } from './signed-fetch.ts'

const origin = 'https://id.example.org'
const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }
const headerForm = /^ZTrust-Device device="d1", time="(\d+)", nonce="([\w-]{16,64})", signature="([\w-]{86})"$/

let pair: CryptoKeyPair
let sent: Request[]
let answers: (() => Response)[]

beforeEach(async () => {
  pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  sent = []
  answers = []
  vi.stubGlobal('location', { origin })
  vi.stubGlobal('fetch', async (input: URL, init: RequestInit) => {
    sent.push(new Request(input, init))
    return (answers.shift() ?? (() => new Response('{}')))()
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const signedFetch = () => createSignedFetch({ id: 'd1', realm: 'acme', privateKey: pair.privateKey })

const fromBase64url = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

function readHeader(request: Request | undefined) {
  const [, time = '', nonce = '', signature = ''] = headerForm.exec(request?.headers.get('authorization') ?? '') ?? []
  return { time, nonce, signature }
}

test('signs realm, device, method, path with query, body, time and nonce', async () => {
  const body = '{"isPrimary":true}'
  await signedFetch()('/realms/acme/device?a=1', { method: 'PUT', body })
  const { time, nonce, signature } = readHeader(sent[0])
  const bodyHash = toBase64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body)))
  const parts = { realm: 'acme', deviceId: 'd1', method: 'PUT', url: '/realms/acme/device?a=1', bodyHash, time, nonce }
  const verify = (text: string) =>
    crypto.subtle.verify(ecdsa, pair.publicKey, fromBase64url(signature), new TextEncoder().encode(text))
  expect(await verify(deviceRequestMessage(parts))).toBe(true)
  expect(await verify(deviceRequestMessage({ ...parts, method: 'GET' }))).toBe(false)
  expect(sent[0]?.credentials).toBe('omit')
})

test('never uses a nonce twice, and never leaves the own server', async () => {
  await signedFetch()('/a')
  await signedFetch()('/a')
  expect(readHeader(sent[0]).nonce).not.toBe(readHeader(sent[1]).nonce)
  await expect(signedFetch()('https://elsewhere.example/a')).rejects.toThrow('own server')
  expect(sent).toHaveLength(2)
})

test('a wrong clock is corrected by the server’s, once', async () => {
  const tenMinutes = 600_000
  const refuse = () =>
    new Response('{}', { status: 401, headers: { date: new Date(Date.now() + tenMinutes).toUTCString() } })
  answers.push(refuse)
  expect((await signedFetch()('/a')).status).toBe(200)
  expect(sent).toHaveLength(2)
  const difference = Number(readHeader(sent[1]).time) - Number(readHeader(sent[0]).time)
  expect(Math.abs(difference - tenMinutes)).toBeLessThan(5000)
  // Refused again although the time is right: that is the answer.
  answers.push(refuse, refuse)
  expect((await signedFetch()('/a')).status).toBe(401)
  expect(sent).toHaveLength(3)
})
