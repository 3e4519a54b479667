/** Keycloak's rules for new passwords, by their ids in the realm's policy text: `length(8) and digits(1)`. */
import { defineModule } from '../../spi/module.ts'
import { contentPolicies } from './content-policies.ts'
import { storagePolicies } from './storage-policies.ts'
import { userPolicies } from './user-policies.ts'

export const passwordPoliciesModule = defineModule({
  id: 'password-policies',
  passwordPolicies: [...contentPolicies, ...userPolicies, ...storagePolicies],
})
