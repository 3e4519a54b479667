import * as z from 'zod'
import { idText, longText, multiAttributes, nameText, textConfig } from './admin-schemas.ts'
import { ClientScopeRepresentation } from './client-scopes.ts'
import { ClientRepresentation } from './clients.ts'
import { GroupRepresentation } from './group-representation.ts'
import {
  IdentityProviderMapperRepresentation,
  IdentityProviderRepresentation,
} from './identity-provider-representation.ts'
import { ImportedUser } from './imported-user.ts'
import { RealmRepresentation } from './realm-representation.ts'
import { RequiredActionProviderRepresentation } from './required-actions.ts'
import { RoleRepresentation } from './roles.ts'

export const RolesRepresentation = z.object({
  realm: z.array(RoleRepresentation).optional(),
  /** By `clientId`. */
  client: z.record(z.string().max(255), z.array(RoleRepresentation)).optional(),
})
export type RolesRepresentation = z.output<typeof RolesRepresentation>

/** A flow in a file: sub-flows and configurations are named by their aliases. */
export const ImportedFlow = z.object({
  id: idText.optional(),
  alias: nameText,
  description: longText.optional(),
  providerId: z.enum(['basic-flow', 'client-flow', 'form-flow']).optional(),
  topLevel: z.boolean().optional(),
  builtIn: z.boolean().optional(),
  authenticationExecutions: z
    .array(
      z.object({
        authenticator: z.string().max(255).optional(),
        authenticatorConfig: z.string().max(255).optional(),
        authenticatorFlow: z.boolean().optional(),
        autheticatorFlow: z.boolean().optional(),
        flowAlias: z.string().max(255).optional(),
        requirement: z.enum(['REQUIRED', 'ALTERNATIVE', 'CONDITIONAL', 'DISABLED']),
        priority: z.number().int().optional(),
        userSetupAllowed: z.boolean().optional(),
      }),
    )
    .max(500)
    .optional(),
})
export type ImportedFlow = z.output<typeof ImportedFlow>

export const ImportedConfig = z.object({
  id: idText.optional(),
  alias: z.string().min(1).max(255),
  config: textConfig.optional(),
})
export type ImportedConfig = z.output<typeof ImportedConfig>

export interface ImportedComponent {
  id?: string | undefined
  name?: string | undefined
  providerId?: string | undefined
  subType?: string | undefined
  config?: Record<string, string[]> | undefined
  /** By provider type. */
  subComponents?: Record<string, ImportedComponent[]> | undefined
}
export const ImportedComponent: z.ZodType<ImportedComponent> = z.object({
  id: idText.optional(),
  name: z.string().max(255).optional(),
  providerId: z.string().max(255).optional(),
  subType: z.string().max(255).optional(),
  config: multiAttributes.optional(),
  get subComponents(): z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodArray<z.ZodType<ImportedComponent>>>> {
    return z.record(z.string(), z.array(ImportedComponent)).optional()
  },
})

export const ScopeMappingRepresentation = z.object({
  client: z.string().max(255).optional(),
  clientScope: z.string().max(255).optional(),
  roles: z.array(z.string().max(255)).optional(),
})
export type ScopeMappingRepresentation = z.output<typeof ScopeMappingRepresentation>

const names = z.array(z.string().max(4000)).max(100_000).optional()

/** A realm with everything in it, as Keycloak writes and reads it in files. */
export const RealmContentRepresentation = RealmRepresentation.extend({
  roles: RolesRepresentation.optional(),
  groups: z.array(GroupRepresentation).optional(),
  users: z.array(ImportedUser).optional(),
  clients: z.array(ClientRepresentation).optional(),
  clientScopes: z.array(ClientScopeRepresentation).optional(),
  defaultDefaultClientScopes: names,
  defaultOptionalClientScopes: names,
  /** Names of realm roles; before Keycloak 13, when there was no `defaultRole`. */
  defaultRoles: names,
  /** Paths. */
  defaultGroups: names,
  scopeMappings: z.array(ScopeMappingRepresentation).optional(),
  /** Roles of a client (the key) that others are limited to. */
  clientScopeMappings: z.record(z.string(), z.array(ScopeMappingRepresentation)).optional(),
  authenticationFlows: z.array(ImportedFlow).optional(),
  authenticatorConfig: z.array(ImportedConfig).optional(),
  requiredActions: z.array(RequiredActionProviderRepresentation).optional(),
  identityProviders: z.array(IdentityProviderRepresentation).optional(),
  identityProviderMappers: z.array(IdentityProviderMapperRepresentation).optional(),
  /** By provider type. */
  components: z.record(z.string(), z.array(ImportedComponent)).optional(),
  localizationTexts: z.record(z.string().max(35), z.record(z.string().max(255), longText)).optional(),
  organizations: z.array(z.record(z.string(), z.unknown())).optional(),
  userFederationProviders: z.array(z.record(z.string(), z.unknown())).optional(),
  federatedUsers: z.array(z.record(z.string(), z.unknown())).optional(),
})
export type RealmContentRepresentation = z.output<typeof RealmContentRepresentation>
