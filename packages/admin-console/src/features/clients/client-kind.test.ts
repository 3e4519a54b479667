import { describe, expect, it } from 'vitest'
import { kindOf, type NewClient, toClientRepresentation } from './client-kind.ts'

const input: NewClient = {
  kind: 'spa',
  clientId: ' shop ',
  name: '',
  rootUrl: 'https://shop.example/',
  redirectUris: [],
}

describe('toClientRepresentation', () => {
  it('gives browsers no secret, PKCE and everything below their address', () => {
    expect(toClientRepresentation(input)).toMatchObject({
      clientId: 'shop',
      publicClient: true,
      standardFlowEnabled: true,
      redirectUris: ['https://shop.example/*'],
      webOrigins: ['+'],
      attributes: { 'pkce.code.challenge.method': 'S256' },
    })
  })

  it('gives services an account of their own and no way to redirect', () => {
    const client = toClientRepresentation({ ...input, kind: 'service' })
    expect(client).toMatchObject({ publicClient: false, serviceAccountsEnabled: true, standardFlowEnabled: false })
    expect(client.redirectUris).toEqual([])
    expect(client.rootUrl).toBeUndefined()
  })

  it('keeps named redirect URIs as they are', () => {
    const redirectUris = ['https://shop.example/callback']
    expect(toClientRepresentation({ ...input, kind: 'web', redirectUris }).redirectUris).toEqual(redirectUris)
  })

  it('never allows passwords in the application or tokens in the address', () => {
    for (const kind of ['web', 'spa', 'native', 'service'] as const) {
      const client = toClientRepresentation({ ...input, kind })
      expect([client.directAccessGrantsEnabled, client.implicitFlowEnabled]).toEqual([false, false])
    }
  })
})

describe('kindOf', () => {
  it('finds back the kind that a client was made as', () => {
    for (const kind of ['web', 'spa', 'service'] as const) {
      expect(kindOf(toClientRepresentation({ ...input, kind }))).toBe(kind)
    }
    const redirectUris = ['com.example.app:/callback']
    expect(kindOf(toClientRepresentation({ ...input, kind: 'native', rootUrl: '', redirectUris }))).toBe('native')
  })
})
