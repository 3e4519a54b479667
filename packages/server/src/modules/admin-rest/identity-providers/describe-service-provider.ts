import type { IdentityProvider } from '../../../model/identity-provider/identity-provider.ts'
import type { AdminContext } from '../admin-context.ts'

const binding = 'urn:oasis:names:tc:SAML:2.0:bindings'

/** This realm as a service provider of the identity provider (SAML 2.0 Metadata, section 2.4.4). */
export function describeServiceProvider(
  { alias, config }: IdentityProvider,
  { server, realm }: Pick<AdminContext, 'server' | 'realm'>,
): string {
  const issuer = server.urls.realm(realm.realm.name)
  const endpoint = escapeXml(`${issuer}/broker/${encodeURIComponent(alias)}/endpoint`)
  const isSigned = config['wantAuthnRequestsSigned'] === 'true'
  const keys = [
    ...(isSigned ? describeKey('signing', realm.activeKey('SIG', 'RS256')?.certificate) : []),
    ...(config['wantAssertionsEncrypted'] === 'true'
      ? describeKey('encryption', realm.activeKey('ENC', 'RSA-OAEP')?.certificate)
      : []),
  ]
  const format = config['nameIDPolicyFormat']
  return [
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${escapeXml(config['entityId'] ?? issuer)}">`,
    `<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" AuthnRequestsSigned="${isSigned}" WantAssertionsSigned="${config['wantAssertionsSigned'] === 'true'}">`,
    ...keys,
    ...['HTTP-Redirect', 'HTTP-POST'].map(
      (name) => `<md:SingleLogoutService Binding="${binding}:${name}" Location="${endpoint}"/>`,
    ),
    ...(format ? [`<md:NameIDFormat>${escapeXml(format)}</md:NameIDFormat>`] : []),
    ...['HTTP-POST', 'HTTP-Artifact'].map(
      (name, index) =>
        `<md:AssertionConsumerService Binding="${binding}:${name}" Location="${endpoint}"${index === 0 ? ' isDefault="true"' : ''} index="${index + 1}"/>`,
    ),
    '</md:SPSSODescriptor>',
    '</md:EntityDescriptor>',
  ].join('')
}

function describeKey(use: 'signing' | 'encryption', certificate: string | undefined): readonly string[] {
  if (certificate === undefined) return []
  const data = `<ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>`
  return [`<md:KeyDescriptor use="${use}"><ds:KeyInfo>${data}</ds:KeyInfo></md:KeyDescriptor>`]
}

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => entities[character] ?? '')
}
