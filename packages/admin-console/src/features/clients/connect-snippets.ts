import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { kindOf } from './client-kind.ts'

export interface SnippetFile {
  readonly name: string
  readonly code: string
}

export interface Snippet {
  readonly id: string
  /** Name of the library or server; the same in every language. */
  readonly label: string
  readonly files: readonly SnippetFile[]
  /** Where the library wants people to come back to. */
  readonly redirectUri?: string
}

export interface SnippetInput {
  readonly client: ClientRepresentation
  readonly baseUrl: string
  readonly realm: string
  /** The secret or what is shown in its place. */
  readonly secret: string
}

/** Code for the libraries that suit the kind of client, the likeliest first. */
export function buildSnippets(input: SnippetInput): readonly Snippet[] {
  const { client } = input
  const kind = kindOf(client)
  if (kind === 'service') return [curlForService(input), springForService(input)]
  if (kind === 'spa' || kind === 'native') return [keycloakJs(input), curlForPublic(input)]
  const web = [spring(input), nextJs(input), express(input), nginx(input)]
  return client.serviceAccountsEnabled === true ? [...web, curlForService(input)] : [...web, curlForPublic(input)]
}

export function issuerOf({ baseUrl, realm }: Pick<SnippetInput, 'baseUrl' | 'realm'>): string {
  return `${baseUrl}/realms/${encodeURIComponent(realm)}`
}

/** The address of the application where it is known, else one that is plainly an example. */
function appUrlOf({ client }: SnippetInput): string {
  const named = client.rootUrl || (client.redirectUris ?? []).find((uri) => /^https?:\/\//.test(uri)) || ''
  try {
    return new URL(named.replace(/\*+$/, '')).origin
  } catch {
    return 'https://app.example.com'
  }
}

function keycloakJs(input: SnippetInput): Snippet {
  const { client, baseUrl, realm } = input
  return {
    id: 'keycloak-js',
    label: 'keycloak-js',
    files: [
      { name: 'shell', code: 'npm install keycloak-js' },
      {
        name: 'src/keycloak.js',
        code: `import Keycloak from 'keycloak-js'

export const keycloak = new Keycloak({
  url: ${quote(baseUrl)},
  realm: ${quote(realm)},
  clientId: ${quote(client.clientId)},
})

await keycloak.init({ onLoad: 'login-required', pkceMethod: 'S256' })

// Send the token with every call of your API:
await keycloak.updateToken(30)
await fetch('/api/orders', { headers: { Authorization: \`Bearer \${keycloak.token}\` } })`,
      },
    ],
  }
}

function spring(input: SnippetInput): Snippet {
  const { client, secret } = input
  return {
    id: 'spring',
    label: 'Spring Boot',
    redirectUri: `${appUrlOf(input)}/login/oauth2/code/ztrust`,
    files: [
      { name: 'build.gradle', code: "implementation 'org.springframework.boot:spring-boot-starter-oauth2-client'" },
      {
        name: 'application.yml',
        code: `spring:
  security:
    oauth2:
      client:
        registration:
          ztrust:
            client-id: ${quote(client.clientId)}
            client-secret: ${quote(secret)}
            scope: openid, profile, email
        provider:
          ztrust:
            issuer-uri: ${quote(issuerOf(input))}`,
      },
    ],
  }
}

function springForService(input: SnippetInput): Snippet {
  const { client, secret } = input
  return {
    id: 'spring-service',
    label: 'Spring Boot',
    files: [
      {
        name: 'application.yml',
        code: `spring:
  security:
    oauth2:
      client:
        registration:
          ztrust:
            client-id: ${quote(client.clientId)}
            client-secret: ${quote(secret)}
            authorization-grant-type: client_credentials
        provider:
          ztrust:
            issuer-uri: ${quote(issuerOf(input))}`,
      },
    ],
  }
}

function nextJs(input: SnippetInput): Snippet {
  const { client, secret } = input
  return {
    id: 'nextjs',
    label: 'Next.js',
    redirectUri: `${appUrlOf(input)}/api/auth/callback/keycloak`,
    files: [
      { name: 'shell', code: 'npm install next-auth@beta && npx auth secret' },
      {
        name: '.env.local',
        code: `AUTH_KEYCLOAK_ID=${quote(client.clientId)}
AUTH_KEYCLOAK_SECRET=${quote(secret)}
AUTH_KEYCLOAK_ISSUER=${quote(issuerOf(input))}`,
      },
      {
        name: 'auth.ts',
        code: `import NextAuth from 'next-auth'
import Keycloak from 'next-auth/providers/keycloak'

export const { handlers, auth, signIn, signOut } = NextAuth({ providers: [Keycloak] })`,
      },
      {
        name: 'app/api/auth/[...nextauth]/route.ts',
        code: `import { handlers } from '@/auth'

export const { GET, POST } = handlers`,
      },
    ],
  }
}

function express(input: SnippetInput): Snippet {
  const { client, secret } = input
  return {
    id: 'express',
    label: 'Express',
    redirectUri: `${appUrlOf(input)}/callback`,
    files: [
      { name: 'shell', code: 'npm install express express-openid-connect' },
      {
        name: 'server.js',
        code: `import express from 'express'
import { auth, requiresAuth } from 'express-openid-connect'

const app = express()
app.use(
  auth({
    issuerBaseURL: ${quote(issuerOf(input))},
    baseURL: ${quote(appUrlOf(input))},
    clientID: ${quote(client.clientId)},
    clientSecret: ${quote(secret)},
    secret: process.env.COOKIE_SECRET, // at least 32 random characters
    authRequired: false,
    authorizationParams: { response_type: 'code', scope: 'openid profile email' },
  }),
)
app.get('/profile', requiresAuth(), (request, response) => response.json(request.oidc.user))
app.listen(3000)`,
      },
    ],
  }
}

function nginx(input: SnippetInput): Snippet {
  const { client, secret } = input
  const app = appUrlOf(input)
  return {
    id: 'nginx',
    label: 'nginx',
    redirectUri: `${app}/oauth2/callback`,
    files: [
      {
        name: 'oauth2-proxy.cfg',
        code: `provider = "oidc"
oidc_issuer_url = ${quote(issuerOf(input), '"')}
client_id = ${quote(client.clientId, '"')}
client_secret = ${quote(secret, '"')}
redirect_url = ${quote(`${app}/oauth2/callback`, '"')}
code_challenge_method = "S256"
email_domains = ["*"]
reverse_proxy = true
http_address = "127.0.0.1:4180"
# cookie_secret = output of: openssl rand -base64 32 | tr -- '+/' '-_'`,
      },
      {
        name: 'nginx.conf',
        code: `location /oauth2/ {
  proxy_pass http://127.0.0.1:4180;
  proxy_set_header Host $host;
  proxy_set_header X-Forwarded-Proto $scheme;
}
location = /oauth2/auth {
  internal;
  proxy_pass http://127.0.0.1:4180;
  proxy_pass_request_body off;
  proxy_set_header Content-Length "";
}
location / {
  auth_request /oauth2/auth;
  error_page 401 = /oauth2/sign_in;
  proxy_pass http://127.0.0.1:3000;
}`,
      },
    ],
  }
}

function curlForService(input: SnippetInput): Snippet {
  const { client, secret } = input
  return {
    id: 'curl',
    label: 'curl',
    files: [
      {
        name: 'shell',
        code: `curl -s ${shellQuote(`${issuerOf(input)}/protocol/openid-connect/token`)} \\
  -u ${shellQuote(`${encodeURIComponent(client.clientId ?? '')}:${secret}`)} \\
  -d grant_type=client_credentials`,
      },
    ],
  }
}

function curlForPublic(input: SnippetInput): Snippet {
  const issuer = issuerOf(input)
  return {
    id: 'curl',
    label: 'curl',
    files: [
      {
        name: 'shell',
        code: `# What the server offers
curl -s ${shellQuote(`${issuer}/.well-known/openid-configuration`)}

# Who a token belongs to
curl -s ${shellQuote(`${issuer}/protocol/openid-connect/userinfo`)} -H "Authorization: Bearer $ACCESS_TOKEN"`,
      },
    ],
  }
}

/** A text of JavaScript, YAML and the like; line breaks cannot stand in names. */
function quote(text: string | undefined, mark: "'" | '"' = "'"): string {
  const escaped = (text ?? '').replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)
  return mark + escaped + mark
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
