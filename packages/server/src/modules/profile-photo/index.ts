/**
 * Profile photos. The user sends a PNG, JPEG or WebP; the server decides by content what it is, decodes it within
 * bounds, turns it upright, cuts it square, drops all metadata and keeps a WebP of 512 x 512 in the database.
 *
 *   PUT, DELETE /realms/{realm}/account/ztrust/photo      the user's own (bearer token)
 *   GET         /realms/{realm}/users/{userId}/photo      everybody who knows the user's id
 *   GET, PUT, DELETE /admin/realms/{realm}/ztrust/users/{userId}/photo      who views, or manages, users
 */
import { defineModule } from '../../spi/module.ts'
import { adminPhotoEndpoints } from './admin-photo-endpoint.ts'
import { photoEndpoints } from './photo-endpoint.ts'

export const profilePhotoModule = defineModule({
  id: 'profile-photo',
  endpoints: [...photoEndpoints, ...adminPhotoEndpoints],
})
