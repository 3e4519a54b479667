import { describe, expect, it } from 'vitest'
import { createAddressGuard } from './address-guard.ts'

describe('the address guard', () => {
  const guard = createAddressGuard([])

  it.each(['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '64:ff9b::5db8:d70e'])(
    'lets %s through',
    (ip) => {
      expect(guard(ip)).toBe(true)
    },
  )

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['unspecified', '0.0.0.0'],
    ['unspecified', '::'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['shared', '100.64.0.1'],
    ['link-local, where clouds keep secrets', '169.254.169.254'],
    ['link-local', 'fe80::1'],
    ['unique local', 'fd00::1'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped private', '::ffff:a00:1'],
    ['translated loopback', '64:ff9b::7f00:1'],
    ['tunnelled private', '2002:a00:1::'],
    ['no address', 'localhost'],
  ])('refuses %s: %s', (_kind, ip) => {
    expect(guard(ip)).toBe(false)
  })

  it('lets through what the operator lists, and no more', () => {
    const listed = createAddressGuard(['10.1.0.0/16', '::1/128'])
    expect(listed('10.1.200.3')).toBe(true)
    expect(listed('::ffff:10.1.200.3')).toBe(true)
    expect(listed('::1')).toBe(true)
    expect(listed('10.2.0.1')).toBe(false)
    expect(listed('127.0.0.1')).toBe(false)
  })
})
