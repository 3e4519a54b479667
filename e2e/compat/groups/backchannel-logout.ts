import { createServer } from 'node:http'
import { codeTokens, credentials, tokenOf } from '../login.ts'
import { adminPath, type Exchange, oidc, type Side } from '../side.ts'
import type { Group } from '../table.ts'

const patienceMilliseconds = 5000

/** Signs a user of web out while web listens; what the server posts to it is the answer that is compared. */
async function notify(side: Side, attributes: Readonly<Record<string, string>>): Promise<Exchange> {
  const posted = Promise.withResolvers<{ headers: Headers; text: string }>()
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
    })
    request.on('end', () => {
      response.end()
      const type = request.headers['content-type'] ?? ''
      posted.resolve({ headers: new Headers({ 'content-type': type }), text: text.replace(/^logout_token=/, '') })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const late = setTimeout(() => posted.resolve({ headers: new Headers(), text: 'nothing came' }), patienceMilliseconds)
  try {
    await configure(side, { 'backchannel.logout.url': `http://127.0.0.1:${port}/`, ...attributes })
    const tokens = await codeTokens(side, 'web')
    const form = { refresh_token: tokenOf(tokens, 'refresh_token'), ...credentials('web') }
    const logout = await side.send({ path: oidc('logout'), form })
    return { ...logout, ...(await posted.promise), status: 200 }
  } finally {
    clearTimeout(late)
    await configure(side, { 'backchannel.logout.url': '' })
    server.closeAllConnections()
    server.close()
  }
}

async function configure(side: Side, attributes: Readonly<Record<string, string>>): Promise<void> {
  const path = adminPath('/clients')
  const [client] = JSON.parse((await side.admin({ path, query: { clientId: 'web' } })).text)
  const json = { ...client, attributes: { ...client.attributes, ...attributes } }
  await side.admin({ method: 'PUT', path: `${path}/${client.id}`, json })
}

export const backchannelLogout: Group = {
  name: 'backchannel-logout',
  questions: {
    'logout token': (side) => notify(side, { 'backchannel.logout.session.required': 'true' }),
    'logout token without session': (side) => notify(side, { 'backchannel.logout.session.required': 'false' }),
    'logout token that ends offline sessions': (side) =>
      notify(side, {
        'backchannel.logout.session.required': 'true',
        'backchannel.logout.revoke.offline.tokens': 'true',
      }),
  },
}
