import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody } from './admin-schemas.ts'
import { manageRealm } from './permissions.ts'

const family = 'admin'
const tag = 'Realms'
const responses = { 204: noContent, ...adminErrors }

export const clearRealmCache = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clear-realm-cache',
  family,
  tag,
  summary: 'Let every node read the realm anew',
  body: ignoredBody,
  responses,
  permission: manageRealm,
})

export const clearUserCache = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clear-user-cache',
  family,
  tag,
  summary: 'Let every node read the realm and its users anew',
  body: ignoredBody,
  responses,
  permission: manageRealm,
})

export const clearKeysCache = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clear-keys-cache',
  family,
  tag,
  summary: 'Ask owners of key sets for their keys anew',
  body: ignoredBody,
  responses,
  permission: manageRealm,
})

export const clearCrlCache = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/clear-crl-cache',
  family,
  tag,
  summary: 'Forget lists of revoked certificates; none are ever kept in memory',
  body: ignoredBody,
  responses,
  permission: manageRealm,
})
