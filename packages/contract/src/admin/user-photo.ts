import * as z from 'zod'
import { PhotoRepresentation, photoLimit } from '../account.ts'
import { anyContent, endpoint, noContent } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody } from './admin-schemas.ts'
import { manageUsers, viewUsers } from './permissions.ts'

const photo = {
  family: 'admin',
  tag: 'ZTrust: photos',
  path: '/admin/realms/{realm}/ztrust/users/{userId}/photo',
} as const

export const getPhotoOfUser = endpoint({
  ...photo,
  method: 'GET',
  summary: 'The profile photo of a user, a WebP',
  responses: { 200: anyContent, ...adminErrors },
  permission: viewUsers,
})

export const setPhotoOfUser = endpoint({
  ...photo,
  method: 'PUT',
  summary: 'Set the profile photo of a user: PNG, JPEG or WebP',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  bodyLimit: photoLimit,
  responses: { 200: PhotoRepresentation, ...adminErrors },
  permission: manageUsers,
})

export const removePhotoOfUser = endpoint({
  ...photo,
  method: 'DELETE',
  summary: 'Remove the profile photo of a user',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageUsers,
})
