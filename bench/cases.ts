import type { LimitKind } from './bare-limits.ts'
import type { HttpClient } from './http-client.ts'
import type { Operation } from './measure.ts'
import { peerClientCredentials, peerRefresh, peerSingleSignOn, peerUserinfo } from './peer-operations.ts'
import { fewUsers, realmNames, type Seed } from './seed/seed-world.ts'
import {
  adminUsers,
  clientCredentials,
  clientCredentialsEverywhere,
  discovery,
  introspection,
  passwordLogin,
  publicKeys,
  refresh,
  singleSignOn,
  userinfo,
} from './ztrust-operations.ts'

export interface Case {
  readonly id: string
  readonly title: string
  /** The signatures and hashes that it cannot do without. */
  readonly work: Readonly<Partial<Record<LimitKind, number>>>
  /** Measured in every world, so that growth shows; the others only in the first world of a database. */
  readonly isEverywhere: boolean
  /** False for what needs an administrator of ours or more realms. */
  readonly isForOracle: boolean
  /** Undefined where the world does not have what it takes. */
  open(http: HttpClient, seed: Seed): Operation | undefined
  /** The same at the peer that signs with this algorithm. */
  readonly peer?: { readonly algorithm: 'RS256' | 'ES256'; open(http: HttpClient): Operation }
}

const { rs256, es256, rotating } = realmNames

export const cases: readonly Case[] = [
  {
    id: 'client-credentials-rs256',
    title: 'client_credentials, RS256 (the default)',
    work: { RS256: 1 },
    isEverywhere: true,
    isForOracle: true,
    open: (http) => clientCredentials(http, rs256),
    peer: { algorithm: 'RS256', open: peerClientCredentials },
  },
  {
    id: 'client-credentials-es256',
    title: 'client_credentials, ES256 realm',
    work: { ES256: 1 },
    isEverywhere: true,
    isForOracle: true,
    open: (http) => clientCredentials(http, es256),
    peer: { algorithm: 'ES256', open: peerClientCredentials },
  },
  {
    id: 'client-credentials-all-realms',
    title: 'client_credentials, RS256, every time in another realm',
    work: { RS256: 1 },
    isEverywhere: true,
    isForOracle: false,
    open: (http, { moreRealms }) => (moreRealms > 0 ? clientCredentialsEverywhere(http, moreRealms) : undefined),
  },
  {
    id: 'refresh-rs256',
    title: 'refresh_token, RS256 access and ID token, durable',
    work: { RS256: 2 },
    isEverywhere: true,
    isForOracle: true,
    open: (http, { users }) => refresh(http, rs256, users),
    peer: { algorithm: 'RS256', open: peerRefresh },
  },
  {
    id: 'refresh-es256',
    title: 'refresh_token, ES256 realm, durable',
    work: { ES256: 2 },
    isEverywhere: false,
    isForOracle: true,
    open: (http) => refresh(http, es256, fewUsers),
    peer: { algorithm: 'ES256', open: peerRefresh },
  },
  {
    id: 'refresh-rotating',
    title: 'refresh_token, RS256, with rotation, durable',
    work: { RS256: 2 },
    isEverywhere: false,
    isForOracle: true,
    open: (http) => refresh(http, rotating, fewUsers),
  },
  {
    id: 'login',
    title: 'password login: page, Argon2id, code, tokens (3 requests)',
    work: { Argon2id: 1, RS256: 2 },
    isEverywhere: true,
    isForOracle: true,
    open: (http, { users }) => passwordLogin(http, rs256, users),
  },
  {
    id: 'single-sign-on-rs256',
    title: 'the protocol part: cookie, code, tokens (2 requests), RS256',
    work: { RS256: 2 },
    isEverywhere: true,
    isForOracle: true,
    open: (http, { users }) => singleSignOn(http, rs256, users),
    peer: { algorithm: 'RS256', open: peerSingleSignOn },
  },
  {
    id: 'single-sign-on-es256',
    title: 'the protocol part: cookie, code, tokens (2 requests), ES256',
    work: { ES256: 2 },
    isEverywhere: false,
    isForOracle: true,
    open: (http) => singleSignOn(http, es256, fewUsers),
    peer: { algorithm: 'ES256', open: peerSingleSignOn },
  },
  {
    id: 'userinfo',
    title: 'userinfo, RS256 token seen before (peer: opaque token)',
    work: {},
    isEverywhere: true,
    isForOracle: true,
    open: (http, { users }) => userinfo(http, rs256, users),
    peer: { algorithm: 'RS256', open: peerUserinfo },
  },
  {
    id: 'introspection',
    title: 'introspection by a confidential client, RS256 token seen before',
    work: {},
    isEverywhere: true,
    isForOracle: true,
    open: (http, { users }) => introspection(http, rs256, users),
  },
  {
    id: 'discovery',
    title: 'discovery document',
    work: {},
    isEverywhere: false,
    isForOracle: true,
    open: (http) => discovery(http, rs256),
  },
  {
    id: 'public-keys',
    title: 'JWKS',
    work: {},
    isEverywhere: false,
    isForOracle: true,
    open: (http) => publicKeys(http, rs256),
  },
  {
    id: 'admin-user-page',
    title: 'admin: page of 20 users',
    work: {},
    isEverywhere: true,
    isForOracle: false,
    open: (http) => adminUsers(http, rs256, '?briefRepresentation=true&first=0&max=20'),
  },
  {
    id: 'admin-search-rare',
    title: 'admin: search by a prefix that few share',
    work: {},
    isEverywhere: true,
    isForOracle: false,
    open: (http) => adminUsers(http, rs256, '?briefRepresentation=true&first=0&max=20&search=grace.b'),
  },
  {
    id: 'admin-search-common',
    title: 'admin: search by a prefix that one in 14 shares ("ma")',
    work: {},
    isEverywhere: true,
    isForOracle: false,
    open: (http) => adminUsers(http, rs256, '?briefRepresentation=true&first=0&max=20&search=ma'),
  },
  {
    id: 'admin-count',
    title: 'admin: number of users',
    work: {},
    isEverywhere: true,
    isForOracle: false,
    open: (http) => adminUsers(http, rs256, '/count'),
  },
]
