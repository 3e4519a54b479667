import { describe, expect, test } from 'vitest'
import { defaultClientSettings } from '../model/client/default-client-settings.ts'
import type { ConfigProperty } from '../spi/config-property.ts'
import type { ProtocolMapperType } from '../spi/protocol-mapper.ts'
import type { TokenKind } from '../spi/token-issue.ts'
import { isIncluded } from './build-claims.ts'

const all = [
  'id.token.claim',
  'access.token.claim',
  'lightweight.claim',
  'userinfo.token.claim',
  'introspection.token.claim',
]
const accessOnly = ['access.token.claim', 'lightweight.claim', 'introspection.token.claim']

function included(switches: string[], config: Record<string, string>, kind: TokenKind, lightweight = false): boolean {
  const type: ProtocolMapperType = {
    id: 'test',
    protocol: 'openid-connect',
    displayName: '',
    category: '',
    helpText: '',
    priority: 0,
    config: switches.map((name): ConfigProperty => ({ name, label: name, helpText: '', type: 'boolean' })),
    apply() {},
  }
  const attributes: Record<string, string> = lightweight
    ? { 'client.use.lightweight.access.token.enabled': 'true' }
    : {}
  const client = {
    id: 'c',
    realmId: 'r',
    clientId: 'c',
    enabled: true,
    protocol: 'openid-connect' as const,
    settings: { ...defaultClientSettings, attributes },
    hasSecret: false,
    createdAt: 0,
    updatedAt: 0,
  }
  const snapshot = {
    client,
    mappers: [],
    defaultScopes: [],
    optionalScopes: [],
    scopeMappedRoleIds: [],
    isSecret: () => false,
    secrets: () => [],
  }
  return isIncluded(type, { config }, kind, { client: snapshot })
}

describe('a mapper with switches for every token', () => {
  test.each<[Record<string, string>, TokenKind, boolean]>([
    [{ 'access.token.claim': 'true' }, 'access', true],
    [{}, 'access', false],
    [{ 'access.token.claim': 'true' }, 'id', false],
    [{ 'id.token.claim': 'true' }, 'id', true],
    [{ 'id.token.claim': 'true' }, 'userinfo', true],
    [{ 'id.token.claim': 'true', 'userinfo.token.claim': 'false' }, 'userinfo', false],
    [{ 'userinfo.token.claim': 'true' }, 'userinfo', true],
    [{ 'access.token.claim': 'true' }, 'introspection', true],
    [{ 'access.token.claim': 'true', 'introspection.token.claim': 'false' }, 'introspection', false],
  ])('%j in %s: %s', (config, kind, expected) => {
    expect(included(all, config, kind)).toBe(expected)
  })
})

describe('a mapper for access tokens alone', () => {
  test('is on unless somebody switched it off', () => {
    expect(included(accessOnly, {}, 'access')).toBe(true)
    expect(included(accessOnly, { 'access.token.claim': 'false' }, 'access')).toBe(false)
    expect(included([], {}, 'access')).toBe(true)
  })
  test('is in no other token', () => {
    expect(included(accessOnly, {}, 'id')).toBe(false)
    expect(included(accessOnly, {}, 'userinfo')).toBe(false)
    expect(included(accessOnly, {}, 'introspection')).toBe(true)
  })
})

describe('in a lightweight access token', () => {
  test('is only what says so', () => {
    expect(included(all, { 'access.token.claim': 'true' }, 'access', true)).toBe(false)
    expect(included(all, { 'lightweight.claim': 'true' }, 'access', true)).toBe(true)
    expect(included(accessOnly, {}, 'access', true)).toBe(false)
    expect(included([], {}, 'access', true)).toBe(false)
  })
  test('introspection has the rest', () => {
    expect(included(all, { 'access.token.claim': 'true' }, 'introspection', true)).toBe(true)
  })
})
