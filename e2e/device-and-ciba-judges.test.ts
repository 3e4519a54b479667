import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RealmSnapshot } from '../packages/server/src/model/realm/realm-snapshot.ts'
import type { User } from '../packages/server/src/model/user/user.ts'
import {
  addCibaClient,
  bringAnswer,
  type CibaWorld,
  createCibaRealm,
  openCibaWorld,
} from '../packages/server/test/fixture/ciba-world.ts'
import { addUser, secret } from '../packages/server/test/fixture/oidc-application.ts'
import { addDeviceClient, answerDevice } from '../packages/server/test/fixture/waiting-device.ts'

let world: CibaWorld
let realm: RealmSnapshot
let user: User
let issuer: URL

beforeAll(async () => {
  world = await openCibaWorld()
  const plain = await createCibaRealm(world)
  // The judges wait in real time: as short as they accept.
  realm = await createCibaRealm(world, {
    oauth2DevicePollingInterval: 1,
    attributes: { ...plain.realm.settings.attributes, cibaInterval: '1' },
  })
  issuer = new URL(`${world.server.url}/realms/${realm.realm.name}`)
  await addDeviceClient(world.server, realm)
  await addCibaClient(world, realm)
  user = await addUser(world.server, realm)
})
afterAll(() => world.stop())

/** The server's clock stands still at a moment of its own; the judges are told how far away that is. */
const skew = () => Math.floor((world.server.clock.now() - Date.now()) / 1000)

describe('openid-client', () => {
  const discover = (clientId: string, authentication: openid.ClientAuth) =>
    openid.discovery(issuer, clientId, { [openid.clockSkew]: skew() }, authentication, {
      execute: [openid.allowInsecureRequests],
    })

  test('signs a device in', async () => {
    const config = await discover('tv', openid.None())
    const device = await openid.initiateDeviceAuthorization(config, { scope: 'openid' })
    await answerDevice(world.server, realm, { ...device, interval: 1, verification_uri_complete: '' })
    const tokens = await openid.pollDeviceAuthorizationGrant(config, device)
    expect(tokens.claims()).toMatchObject({ sub: user.id, aud: 'tv' })
    await world.server.clock.advance(1_000)
    await expect(openid.pollDeviceAuthorizationGrant(config, device)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  test('understands that the user of a device refuses', async () => {
    const config = await discover('tv', openid.None())
    const device = await openid.initiateDeviceAuthorization(config, { scope: 'openid' })
    await answerDevice(world.server, realm, { ...device, interval: 1, verification_uri_complete: '' }, 'cancel')
    await expect(openid.pollDeviceAuthorizationGrant(config, device)).rejects.toMatchObject({ error: 'access_denied' })
  })

  test('lets a user sign in on a device of theirs', async () => {
    const config = await discover('bank', openid.ClientSecretBasic(secret))
    const asked = await openid.initiateBackchannelAuthentication(config, { scope: 'openid', login_hint: 'ada' })
    await bringAnswer(world, realm, world.device.received.at(-1)?.authorization?.replace('Bearer ', '') ?? '')
    const tokens = await openid.pollBackchannelAuthenticationGrant(config, asked)
    expect(tokens.claims()).toMatchObject({ sub: user.id, aud: 'bank' })
  })

  test('understands that the user refuses on that device', async () => {
    const config = await discover('bank', openid.ClientSecretBasic(secret))
    const asked = await openid.initiateBackchannelAuthentication(config, { scope: 'openid', login_hint: 'ada' })
    const answerToken = world.device.received.at(-1)?.authorization?.replace('Bearer ', '') ?? ''
    await bringAnswer(world, realm, answerToken, 'UNAUTHORIZED')
    await expect(openid.pollBackchannelAuthenticationGrant(config, asked)).rejects.toMatchObject({
      error: 'access_denied',
    })
  })
})

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true } as const
  const discover = async () => oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))

  test('signs a device in, and hears that it waits before', async () => {
    const server = await discover()
    const client: oauth.Client = { client_id: 'tv', [oauth.clockSkew]: skew() }
    const asked = await oauth.deviceAuthorizationRequest(server, client, oauth.None(), { scope: 'openid' }, insecure)
    const device = await oauth.processDeviceAuthorizationResponse(server, client, asked)
    const poll = async () => {
      const { device_code } = device
      const answer = await oauth.deviceCodeGrantRequest(server, client, oauth.None(), device_code, insecure)
      return await oauth.processDeviceCodeResponse(server, client, answer)
    }
    await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' })
    await expect(poll()).rejects.toMatchObject({ error: 'slow_down' })
    await answerDevice(world.server, realm, { ...device, interval: 1, verification_uri_complete: '' })
    await world.server.clock.advance(1_000)
    expect(oauth.getValidatedIdTokenClaims(await poll())).toMatchObject({ sub: user.id, aud: 'tv' })
  })

  test('lets a user sign in on a device of theirs', async () => {
    const server = await discover()
    const client: oauth.Client = { client_id: 'bank', [oauth.clockSkew]: skew() }
    const proof = oauth.ClientSecretPost(secret)
    const parameters = { scope: 'openid', login_hint: 'ada', binding_message: 'W4SCT' }
    const asked = await oauth.backchannelAuthenticationRequest(server, client, proof, parameters, insecure)
    const { auth_req_id } = await oauth.processBackchannelAuthenticationResponse(server, client, asked)
    await bringAnswer(world, realm, world.device.received.at(-1)?.authorization?.replace('Bearer ', '') ?? '')
    const answer = await oauth.backchannelAuthenticationGrantRequest(server, client, proof, auth_req_id, insecure)
    const tokens = await oauth.processBackchannelAuthenticationGrantResponse(server, client, answer)
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: user.id, aud: 'bank' })
  })
})
