import * as z from 'zod'
import { endpoint } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { queryText } from './admin-schemas.ts'
import { ClientInstallationRepresentation } from './client-installations.ts'
import { ProtocolMapperRepresentation } from './protocol-mappers.ts'

export const ConfigPropertyRepresentation = z.object({
  name: z.string(),
  label: z.string().optional(),
  helpText: z.string().optional(),
  type: z.string(),
  defaultValue: z.unknown().optional(),
  options: z.array(z.string()).optional(),
  secret: z.boolean().optional(),
  required: z.boolean().optional(),
  readOnly: z.boolean().optional(),
})
export type ConfigPropertyRepresentation = z.output<typeof ConfigPropertyRepresentation>

export const ProtocolMapperTypeRepresentation = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  helpText: z.string(),
  priority: z.number(),
  properties: z.array(ConfigPropertyRepresentation),
})

export const ServerInfoRepresentation = z.object({
  systemInfo: z.object({
    version: z.string().optional(),
    serverTime: z.string().optional(),
    uptime: z.string().optional(),
    uptimeMillis: z.number().optional(),
    osName: z.string().optional(),
    osArchitecture: z.string().optional(),
    fileEncoding: z.string().optional(),
    userTimezone: z.string().optional(),
  }),
  memoryInfo: z
    .object({
      total: z.number(),
      totalFormated: z.string(),
      used: z.number(),
      usedFormated: z.string(),
      free: z.number(),
      freePercentage: z.number(),
      freeFormated: z.string(),
    })
    .optional(),
  cpuInfo: z.object({ processorCount: z.number() }).optional(),
  profileInfo: z
    .object({
      name: z.string(),
      disabledFeatures: z.array(z.string()),
      previewFeatures: z.array(z.string()),
      experimentalFeatures: z.array(z.string()),
    })
    .optional(),
  features: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      enabled: z.boolean(),
      dependencies: z.array(z.string()),
    }),
  ),
  cryptoInfo: z
    .object({
      cryptoProvider: z.string(),
      supportedKeystoreTypes: z.array(z.string()),
      clientSignatureSymmetricAlgorithms: z.array(z.string()),
      clientSignatureAsymmetricAlgorithms: z.array(z.string()),
    })
    .optional(),
  themes: z.record(z.string(), z.array(z.object({ name: z.string(), locales: z.array(z.string()).optional() }))),
  socialProviders: z.array(z.record(z.string(), z.string())),
  identityProviders: z.array(z.record(z.string(), z.string())),
  clientImporters: z.array(z.record(z.string(), z.string())),
  /** Providers by extension point. */
  providers: z.record(
    z.string(),
    z.object({ internal: z.boolean(), providers: z.record(z.string(), z.object({ order: z.number() })) }),
  ),
  protocolMapperTypes: z.record(z.string(), z.array(ProtocolMapperTypeRepresentation)),
  builtinProtocolMappers: z.record(z.string(), z.array(ProtocolMapperRepresentation)),
  clientInstallations: z.record(z.string(), z.array(ClientInstallationRepresentation)),
  componentTypes: z.record(z.string(), z.array(z.unknown())),
  passwordPolicies: z.array(
    z.object({
      id: z.string(),
      displayName: z.string(),
      configType: z.string().optional(),
      defaultValue: z.string().optional(),
      multipleSupported: z.boolean(),
    }),
  ),
  enums: z.record(z.string(), z.array(z.string())),
})
export type ServerInfoRepresentation = z.output<typeof ServerInfoRepresentation>

/** Who an administrator is: consoles show only what `realm_access` of the realm allows. */
export const WhoAmIRepresentation = z.object({
  userId: z.string(),
  realm: z.string(),
  displayName: z.string(),
  locale: z.string(),
  createRealm: z.boolean(),
  /** Names of management roles by realm. */
  realm_access: z.record(z.string(), z.array(z.string())),
  temporary: z.boolean(),
})
export type WhoAmIRepresentation = z.output<typeof WhoAmIRepresentation>

export const getServerInfo = endpoint({
  method: 'GET',
  path: '/admin/serverinfo',
  family: 'admin',
  tag: 'Server',
  summary: 'Get what this server offers',
  responses: { 200: ServerInfoRepresentation, ...adminErrors },
})

export const whoAmI = endpoint({
  method: 'GET',
  path: '/admin/{realm}/console/whoami',
  family: 'admin',
  tag: 'Server',
  summary: 'Get who the caller is and what they may administer',
  query: { currentRealm: queryText.optional() },
  responses: { 200: WhoAmIRepresentation, ...adminErrors },
})
