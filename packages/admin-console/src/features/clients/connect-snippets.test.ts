import { describe, expect, it } from 'vitest'
import { buildSnippets, issuerOf, type SnippetInput } from './connect-snippets.ts'

const input: SnippetInput = {
  client: { clientId: 'shop', publicClient: false, standardFlowEnabled: true, rootUrl: 'https://shop.example/app' },
  baseUrl: 'https://id.example',
  realm: 'my realm',
  secret: 's3cret',
}
const codeOf = (given: SnippetInput) =>
  buildSnippets(given)
    .flatMap((snippet) => snippet.files.map((file) => file.code))
    .join('\n')

describe('buildSnippets', () => {
  it('writes the realm into addresses as addresses are written', () => {
    expect(issuerOf(input)).toBe('https://id.example/realms/my%20realm')
  })

  it('fills servers with client, secret and the origin of the application', () => {
    const code = codeOf(input)
    for (const part of ["'shop'", "'s3cret'", "'https://shop.example'", "'https://id.example/realms/my%20realm'"]) {
      expect(code).toContain(part)
    }
  })

  it('never shows a secret for public clients', () => {
    const publicInput = { ...input, client: { ...input.client, publicClient: true } }
    expect(buildSnippets(publicInput)[0]?.id).toBe('keycloak-js')
    expect(codeOf(publicInput)).not.toContain('s3cret')
  })

  it('offers services the client credentials only', () => {
    const client = { clientId: 'job', publicClient: false, standardFlowEnabled: false, serviceAccountsEnabled: true }
    expect(buildSnippets({ ...input, client }).map((snippet) => snippet.id)).toEqual(['curl', 'spring-service'])
    expect(codeOf({ ...input, client })).toContain('grant_type=client_credentials')
  })

  it('cannot be broken out of by quotes in names', () => {
    const client = { ...input.client, clientId: "it's", standardFlowEnabled: false, serviceAccountsEnabled: true }
    const curl = buildSnippets({ ...input, client, secret: "a'b" })[0]?.files[0]?.code
    expect(curl).toContain(`-u 'it'\\''s:a'\\''b'`)
  })
})
