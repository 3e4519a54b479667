import { arch, availableParallelism, freemem, platform, totalmem } from 'node:os'
import { getServerInfo, type ServerInfoRepresentation } from '@ztrust/contract/admin/server-info'
import { eventTypes } from '../../../model/event/event-types.ts'
import { canCreateRealm } from '../../../model/permission/management-permission.ts'
import { masterRealmName } from '../../../model/realm/realm.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import type { ServerContext } from '../../../spi/server-context.ts'
import { clientInstallations } from '../clients/client-installations.ts'
import { listVisibleRealms } from '../realms/list-visible-realms.ts'
import { adminResourceTypes } from './admin-resource-types.ts'
import { compatibleVersion } from './compatible-version.ts'
import { describeProviders } from './describe-providers.ts'

export const serverInfoEndpoints = [
  implement(getServerInfo, async (_, context) => {
    const { server, caller } = context
    // For whoever administers anything: `listVisibleRealms` refuses all others.
    if (!(await canCreateRealm(server, caller.realm, caller.user, caller.client)))
      await listVisibleRealms(context, { first: 0, max: 1 }, undefined)
    // As since Keycloak 26.4: what tells about the machine is for administrators of master only.
    const isMasterAdministrator =
      caller.realm.realm.name === masterRealmName && caller.can('view-realm', 'manage-realm')
    return json({
      systemInfo: isMasterAdministrator ? describeSystem(server) : {},
      ...(isMasterAdministrator ? describeMachine() : {}),
      profileInfo: { name: 'default', disabledFeatures: [], previewFeatures: [], experimentalFeatures: [] },
      features: [],
      themes: describeThemes(),
      clientImporters: [],
      ...describeProviders(server.registry),
      builtinProtocolMappers: {},
      clientInstallations: {
        'openid-connect': clientInstallations.map(({ write: _, ...installation }) => installation),
      },
      enums: {
        operationType: ['CREATE', 'UPDATE', 'DELETE', 'ACTION'],
        resourceType: [...adminResourceTypes],
        eventType: [...eventTypes],
      },
    } satisfies ServerInfoRepresentation)
  }),
]

function describeSystem({ clock }: ServerContext): ServerInfoRepresentation['systemInfo'] {
  const uptime = Math.floor(process.uptime())
  const days = Math.floor(uptime / 86_400)
  const hours = Math.floor(uptime / 3600) % 24
  const minutes = Math.floor(uptime / 60) % 60
  return {
    version: compatibleVersion,
    serverTime: new Date(clock.now()).toISOString(),
    uptime: `${days} days, ${hours} hours, ${minutes} minutes, ${uptime % 60} seconds`,
    uptimeMillis: uptime * 1000,
    osName: platform(),
    osArchitecture: arch(),
    fileEncoding: 'UTF-8',
    userTimezone: 'UTC',
  }
}

function describeMachine() {
  const total = totalmem()
  const free = freemem()
  const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`
  return {
    memoryInfo: {
      total,
      totalFormated: megabytes(total),
      used: total - free,
      usedFormated: megabytes(total - free),
      free,
      freePercentage: Math.round((free / total) * 100),
      freeFormated: megabytes(free),
    },
    cpuInfo: { processorCount: availableParallelism() },
    cryptoInfo: {
      cryptoProvider: `OpenSSL ${process.versions.openssl}`,
      supportedKeystoreTypes: [],
      clientSignatureSymmetricAlgorithms: ['HS256', 'HS384', 'HS512'],
      clientSignatureAsymmetricAlgorithms: [
        'ES256',
        'ES384',
        'ES512',
        'EdDSA',
        'PS256',
        'PS384',
        'PS512',
        'RS256',
        'RS384',
        'RS512',
      ],
    },
  }
}

function describeThemes(): ServerInfoRepresentation['themes'] {
  const theme = [{ name: 'ztrust', locales: ['en'] }]
  return { login: theme, account: theme, admin: theme, email: theme }
}
