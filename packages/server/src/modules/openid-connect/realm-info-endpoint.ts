import { getRealmInfo } from '@ztrust/contract/oidc'
import { implement } from '../../spi/endpoint-handler.ts'
import { json } from '../../spi/reply.ts'

export const realmInfoEndpoint = implement(getRealmInfo, async (_request, { server, realm, allowOrigins }) => {
  allowOrigins(['*'])
  const { name, settings } = realm.realm
  const base = server.urls.realm(name)
  const publicKey = realm.activeKey('SIG', settings.defaultSignatureAlgorithm)?.publicKey
  return json(
    {
      realm: name,
      public_key: publicKey?.export({ type: 'spki', format: 'der' }).toString('base64') ?? '',
      'token-service': `${base}/protocol/openid-connect`,
      'account-service': `${base}/account`,
      'tokens-not-before': settings.notBefore,
    },
    200,
    { 'cache-control': 'no-cache' },
  )
})
