import type { ClientInstallationRepresentation } from '@ztrust/contract/admin/client-installations'
import type { AdapterConfig } from '@ztrust/contract/client-registration'
import { writeAdapterCli, writeAdapterJson, writeAdapterXml } from './write-adapter-config.ts'

/** A file that installs a client in an application, and how it is written. */
export interface ClientInstallation extends ClientInstallationRepresentation {
  write(config: AdapterConfig): string
}

const openidConnect = { protocol: 'openid-connect', downloadOnly: false } as const

/** Those of Keycloak, in its order; the ones of SAML come with SAML. */
export const clientInstallations: readonly ClientInstallation[] = [
  {
    ...openidConnect,
    id: 'keycloak-oidc-jboss-subsystem',
    displayType: 'Keycloak OIDC JBoss Subsystem XML',
    helpText:
      "XML snippet you must edit and add to the Keycloak OIDC subsystem on your client app server.  This type of configuration is useful when you can't or don't want to crack open your WAR file.",
    filename: 'keycloak-oidc-subsystem.xml',
    mediaType: 'application/xml',
    write: writeAdapterXml,
  },
  {
    ...openidConnect,
    id: 'keycloak-oidc-jboss-subsystem-cli',
    displayType: 'Keycloak OIDC JBoss Subsystem CLI',
    helpText:
      "CLI script you must edit and apply to your client app server. This type of configuration is useful when you can't or don't want to crack open your WAR file.",
    filename: 'keycloak-oidc-subsystem.cli',
    mediaType: 'text/plain',
    write: writeAdapterCli,
  },
  {
    ...openidConnect,
    id: 'keycloak-oidc-keycloak-json',
    displayType: 'Keycloak OIDC JSON',
    helpText:
      'keycloak.json file used by the Keycloak OIDC client adapter to configure clients.  This must be saved to a keycloak.json file and put in your WEB-INF directory of your WAR file.  You may also want to tweak this file after you download it.',
    filename: 'keycloak.json',
    mediaType: 'application/json',
    write: writeAdapterJson,
  },
]
