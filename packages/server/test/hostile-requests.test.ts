import type { Endpoint } from '@ztrust/contract/endpoint'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, testServer } from './fixture/test-server.ts'

/** What nobody should send, by name. `{}` in a path stands for every parameter of it. */
const hostileParameters = [
  '..%2f..%2fetc%2fpasswd',
  "'%20or%201=1--",
  '%00',
  '%F0%9F%92%A9',
  'a'.repeat(300),
  '%E2%80%AEevil',
]

describe('hostile requests', () => {
  let server: TestServer
  let token: string
  let endpoints: readonly Endpoint[]

  beforeAll(async () => {
    server = await testServer({ log: failOnError() })
    await server.createRealm({}, 'hostile')
    token = await server.adminToken()
    // Deleting the realm itself would leave the others nothing to refuse.
    endpoints = server.server.registry.endpoints
      .map(({ declaration }) => declaration)
      .filter(({ method, path }) => !(method === 'DELETE' && path === '/admin/realms/{realm}'))
  })
  afterAll(() => server.stop())

  const errors: string[] = []
  /** Every 500 is logged as an error: none may be. */
  function failOnError() {
    const log = {
      request() {},
      takesDebug: false,
      debug() {},
      info() {},
      warn() {},
      error: (details: object) => void errors.push(JSON.stringify(details)),
      child: () => log,
    }
    return log
  }

  const pathOf = (endpoint: Endpoint, value: string) =>
    endpoint.path.replace(/\{([^}]+)\}/g, (_, name: string) => (name === 'realm' ? 'hostile' : value))

  const send = (endpoint: Endpoint, url: string, payload?: string | Buffer, headers: Record<string, string> = {}) =>
    server.inject({ method: endpoint.method, url, token, headers, ...(payload === undefined ? {} : { payload }) })

  function expectRefusal(endpoint: Endpoint, answer: LightMyRequestResponse, what: string): void {
    const label = `${endpoint.method} ${endpoint.path} with ${what}: ${answer.statusCode} ${answer.body.slice(0, 200)}`
    // Keycloak answers 501 for features that are off, and 500 for mail that cannot be sent: such answers are declared.
    if (!Object.hasOwn(endpoint.responses, answer.statusCode)) expect(answer.statusCode, label).toBeLessThan(500)
    // The administrator stays signed in: a 401 here would mean that nothing was tried.
    if (endpoint.family === 'admin') expect(answer.statusCode, label).not.toBe(401)
    expect(answer.body, label).not.toMatch(/node_modules|\.ts:\d+|SQLITE_|stack(?!overflow)/)
  }

  it('in the path never reach more than a refusal', async () => {
    const withParameters = endpoints.filter((endpoint) => endpoint.path.includes('{'))
    expect(withParameters.length).toBeGreaterThan(80)
    for (const endpoint of withParameters) {
      for (const value of hostileParameters)
        expectRefusal(endpoint, await send(endpoint, pathOf(endpoint, value)), value.slice(0, 30))
    }
  })

  it('with bodies that are no JSON, of the wrong type, too large or of the wrong media type are refused as such', async () => {
    const taking = endpoints.filter(({ method, bodyKind }) => method !== 'GET' && bodyKind === 'json')
    expect(taking.length).toBeGreaterThan(40)
    const json = { 'content-type': 'application/json' }
    const bodies: readonly [string, string | Buffer, Record<string, string>][] = [
      ['broken JSON', '{"a":', json],
      ['a number', '42', json],
      ['null', 'null', json],
      ['an array of arrays', '[[[]]]', json],
      ['a prototype', '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}', json],
      [
        'wrong types',
        '{"username":[1],"name":{},"enabled":"maybe","attributes":7,"realm":false,"clientId":{"a":1}}',
        json,
      ],
      ['deep nesting', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, json],
      [
        'control characters',
        '{"username":"a\\u0000b","name":"\\u202eevil","realm":"a\\nb","clientId":"x\\u0000"}',
        json,
      ],
      [
        'long names',
        JSON.stringify({
          username: 'x'.repeat(10_000),
          name: 'x'.repeat(10_000),
          realm: 'x'.repeat(10_000),
          clientId: 'x'.repeat(10_000),
        }),
        json,
      ],
      ['another media type', '<xml/>', { 'content-type': 'application/xml' }],
      ['2 MiB', Buffer.alloc(2 * 1024 * 1024, 0x20), json],
      ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), json],
    ]
    for (const endpoint of taking) {
      for (const [what, body, headers] of bodies)
        expectRefusal(endpoint, await send(endpoint, pathOf(endpoint, 'nobody'), body, headers), what)
    }
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false)
  })

  it('with duplicate, unknown and endless parameters are refused or ignored', async () => {
    const queries = [
      '?first=-1&max=x',
      '?max=1&max=2',
      '?first=99999999999999999999',
      `?search=${'%25'.repeat(500)}`,
      '?search=%00',
      `?${'a=1&'.repeat(900)}`,
      '?search=%5C%25_*',
    ]
    for (const endpoint of endpoints) {
      for (const query of queries)
        expectRefusal(endpoint, await send(endpoint, pathOf(endpoint, 'nobody') + query), query.slice(0, 30))
    }
  })

  it('with bad credentials get 401 in the shape of the family, whatever they ask for', async () => {
    const bad = [
      '',
      'Bearer',
      'Bearer a.b.c',
      `Bearer ${'x'.repeat(60_000)}`,
      'Basic bm9ib2R5',
      'bearer eyJhbGciOiJub25lIn0.e30.',
      'ZTrust-Device device="a"',
    ]
    const closed = endpoints.filter(
      ({ family, permission }) =>
        family === 'admin' || family === 'account' || (family === 'device' && permission.length > 0),
    )
    expect(closed.length).toBeGreaterThan(100)
    for (const endpoint of closed) {
      for (const authorization of bad) {
        const answer = await server.inject({
          method: endpoint.method,
          url: pathOf(endpoint, 'nobody'),
          headers: { authorization },
        })
        const label = `${endpoint.method} ${endpoint.path} with ${authorization.slice(0, 20)}`
        expect([401, 404, 431], label).toContain(answer.statusCode)
        if (answer.statusCode === 401) expect(answer.json(), label).toEqual({ error: 'HTTP 401 Unauthorized' })
      }
    }
  })

  it('leave nothing behind in the log that says the server was at fault', () => {
    expect(errors).toEqual([])
  })
})
