import { HttpClient } from './http-client.ts'
import { firstNameOf, lastNameOf, usernameOf } from './seed/names.ts'
import { clientSecret, fewUsers, realmNames, redirectUri, userPassword } from './seed/seed-world.ts'

export interface OracleOptions {
  /** Where a Keycloak answers that may be written to. */
  readonly url: string
  /** Its process on this machine, whose CPU time counts. */
  readonly pid: number
  readonly username: string
  readonly password: string
}

export interface Oracle {
  readonly pid: number
  readonly http: HttpClient
  close(): Promise<void>
}

/**
 * A running Keycloak with the realms of the small world, made through its admin API and removed at the end. It is
 * asked by the very operations that ask ZTrust.
 */
export async function openOracle({ url, pid, username, password }: OracleOptions): Promise<Oracle> {
  const signIn = { grant_type: 'password', client_id: 'admin-cli', username, password }
  const admin = async (method: string, path: string, body?: unknown) => {
    // Its tokens of administrators live a minute: one for each call.
    const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(signIn),
    })
    const { access_token: token } = (await answer.json()) as { readonly access_token?: string }
    return await fetch(`${url}/admin/realms${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
  const removeAll = async () => {
    for (const name of Object.values(realmNames)) await admin('DELETE', `/${name}`)
  }
  await removeAll()
  for (const name of Object.values(realmNames)) {
    const answer = await admin('POST', '', realmOf(name))
    if (answer.status !== 201)
      throw new Error(`Keycloak made no realm ${name}: ${answer.status} ${await answer.text()}`)
  }
  const http = new HttpClient(url)
  return {
    pid,
    http,
    close: async () => {
      http.close()
      await removeAll()
    },
  }
}

function realmOf(name: string) {
  const client = { enabled: true, protocol: 'openid-connect', secret: clientSecret, publicClient: false }
  return {
    realm: name,
    enabled: true,
    sslRequired: 'none',
    revokeRefreshToken: name === realmNames.rotating,
    ...(name === realmNames.es256 ? { defaultSignatureAlgorithm: 'ES256' } : {}),
    clients: [
      { ...client, clientId: 'service', serviceAccountsEnabled: true, standardFlowEnabled: false },
      { ...client, clientId: 'web', redirectUris: [redirectUri], webOrigins: ['+'] },
    ],
    users: Array.from({ length: fewUsers }, (_, index) => ({
      username: usernameOf(index),
      enabled: true,
      firstName: firstNameOf(index),
      lastName: lastNameOf(index),
      email: `${usernameOf(index)}@example.com`,
      emailVerified: true,
      credentials: [{ type: 'password', value: userPassword }],
    })),
  }
}
