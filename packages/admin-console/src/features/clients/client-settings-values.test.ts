import { describe, expect, it } from 'vitest'
import { fromClientSettings, toClientSettings } from './client-settings-values.ts'

const client = {
  clientId: 'shop',
  publicClient: false,
  serviceAccountsEnabled: true,
  attributes: { 'post.logout.redirect.uris': 'https://a/##https://b/', 'access.token.lifespan': '120', other: 'kept' },
}

describe('the settings of a client', () => {
  it('come back as they were when nothing changed', () => {
    const back = fromClientSettings(toClientSettings(client), client)
    expect(back).toMatchObject({ clientId: 'shop', publicClient: false, serviceAccountsEnabled: true })
    expect(back.attributes).toMatchObject(client.attributes)
  })

  it('split and join the addresses of logout', () => {
    expect(toClientSettings(client).logoutUris).toEqual(['https://a/', 'https://b/'])
  })

  it('take an attribute away by null, so that the server removes it', () => {
    const { accessTokenLifespan: _, ...settings } = toClientSettings(client)
    expect(fromClientSettings({ ...settings, logoutUris: [] }, client).attributes).toMatchObject({
      'access.token.lifespan': null,
      'post.logout.redirect.uris': null,
    })
  })

  it('take the service account from a client that becomes public', () => {
    const settings = { ...toClientSettings(client), isConfidential: false }
    expect(fromClientSettings(settings, client)).toMatchObject({ publicClient: true, serviceAccountsEnabled: false })
  })
})
