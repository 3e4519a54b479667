import { describe, expect, test } from 'vitest'
import { linkOf, parseInvitation } from './invitation.ts'

const token = 'abcDEF_123-456789012345678901234567890123'
const fragment = `#server=https%3A%2F%2Fid.example.org&realm=acme+corp&token=${token}`
const invitation = { server: 'https://id.example.org', realm: 'acme corp', token }

describe('parseInvitation', () => {
  test('reads the link of the portal, with spaces around it, and the fragment alone', () => {
    for (const text of [
      `https://id.example.org/authenticator/${fragment}`,
      ` \n${fragment} `,
      `#/${fragment.slice(1)}`,
    ]) {
      expect(parseInvitation(text), text).toEqual(invitation)
    }
  })

  test('reads what linkOf writes, whatever the organisation is called', () => {
    const odd = { ...invitation, realm: 'Ünïcode & co #1/2+%' }
    expect(parseInvitation(linkOf(odd))).toEqual(odd)
  })

  test('the server is an origin, never a path or a script', () => {
    const withServer = (server: string) => `#${new URLSearchParams({ server, realm: 'acme', token })}`
    expect(parseInvitation(withServer('https://id.example.org/evil?x#y'))?.server).toBe('https://id.example.org')
    for (const server of ['javascript:alert(1)', 'data:text/html,x', 'ftp://id.example.org', 'id.example.org', '']) {
      expect(parseInvitation(withServer(server)), server).toBeUndefined()
    }
  })

  test('anything else is no invitation', () => {
    const long = `#server=https://a.b&realm=${'r'.repeat(3000)}&token=${token}`
    const others = ['', 'hello', 'https://example.org/', 'otpauth://totp/x?secret=ABC', '#/scan', long]
    const missing = ['server', 'realm', 'token'].map((name) => fragment.replace(new RegExp(`${name}=[^&]*`), ''))
    const badToken = fragment.replace(token, 'short')
    for (const text of [...others, ...missing, badToken]) expect(parseInvitation(text), text).toBeUndefined()
  })
})
