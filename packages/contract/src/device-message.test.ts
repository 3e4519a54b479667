import { expect, test } from 'vitest'
import { deviceMessage, deviceRequestMessage } from './device-message.ts'

test('no part of a message can pass for another', () => {
  expect(deviceMessage('request', ['a', 'b'])).toBe('ztrust-device-v1\nrequest\na\nb')
  expect(deviceMessage('request', ['a', ''])).not.toBe(deviceMessage('request', ['a']))
  for (const part of ['a\nb', '\r', '\n']) {
    expect(() => deviceMessage('enrolment', [part])).toThrow('line break')
  }
})

test('every fact of a request is part of what is signed', () => {
  const parts = {
    realm: 'acme',
    deviceId: 'd1',
    method: 'PUT',
    url: '/realms/acme/ztrust/authenticator/device?a=1',
    bodyHash: 'hash',
    time: '1800000000000',
    nonce: 'nonce-nonce-nonce',
  }
  const messages = new Set([deviceRequestMessage(parts)])
  for (const name of Object.keys(parts)) messages.add(deviceRequestMessage({ ...parts, [name]: 'other' }))
  expect(messages.size).toBe(1 + Object.keys(parts).length)
  expect(() => deviceRequestMessage({ ...parts, url: '/a\nrequest' })).toThrow('line break')
})
