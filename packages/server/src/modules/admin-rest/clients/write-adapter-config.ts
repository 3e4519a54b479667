import type { AdapterConfig } from '@ztrust/contract/client-registration'
import { escapeXml } from '../../../kernel/text.ts'

const deployment = 'WAR MODULE NAME.war'

/** `keycloak.json`, byte for byte as Keycloak lays it out. */
export function writeAdapterJson(config: AdapterConfig): string {
  return writeJson(config, '')
}

function writeJson(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return '{ }'
  const inner = `${indent}  `
  const lines = entries.map(([name, one]) => `${inner}${JSON.stringify(name)} : ${writeJson(one, inner)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}

/** A `secure-deployment` of the subsystem of application servers. */
export function writeAdapterXml(config: AdapterConfig): string {
  const { credentials = {}, 'use-resource-role-mappings': usesRoles, ...rest } = config
  const named = [
    ...(['realm', 'auth-server-url', 'bearer-only', 'public-client'] as const).map(
      (name) => [name, rest[name]] as const,
    ),
    ['ssl-required', rest['ssl-required'].toUpperCase()] as const,
    ...(['resource', 'verify-token-audience'] as const).map((name) => [name, rest[name]] as const),
  ]
  const lines = [
    ...named.flatMap(([name, value]) => (value === undefined ? [] : [writeElement(name, value)])),
    ...Object.entries(credentials).flatMap(([name, value]) => writeCredential(name, value)),
    ...(usesRoles ? [writeElement('use-resource-role-mappings', true)] : []),
  ]
  const body = lines.map((line) => `    ${line}\n`).join('')
  return `<secure-deployment name="${deployment}">\n${body}</secure-deployment>\n`
}

function writeElement(name: string, value: unknown): string {
  return `<${name}>${escapeXml(String(value))}</${name}>`
}

function writeCredential(name: string, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    return [`<credential name="${name}">${escapeXml(String(value))}</credential>`]
  }
  const inner = Object.entries(value).map(([key, one]) => `    ${writeElement(key, one)}`)
  return [`<credential name="${name}">`, ...inner, '</credential>']
}

/** The same as commands of the management interface. */
export function writeAdapterCli(config: AdapterConfig): string {
  const { credentials = {}, ...rest } = config
  const place = `/subsystem=keycloak/secure-deployment="${deployment}"/`
  const flags = ['bearer-only', 'public-client', 'verify-token-audience', 'use-resource-role-mappings'] as const
  const settings = [
    `realm="${escapeCli(rest.realm)}"`,
    `resource="${escapeCli(rest.resource)}"`,
    `auth-server-url=${rest['auth-server-url']}`,
    ...flags.filter((name) => rest[name]).map((name) => `${name}=true`),
    `ssl-required=${rest['ssl-required'].toUpperCase()}`,
  ]
  const added = `${place}:add( \\\n${settings.map((line) => `    ${line}`).join(', \\\n')})\n\n`
  const secrets = Object.entries(credentials).map(
    ([name, value]) => `${place}credential=${name}:add(value=${writeCliValue(value)})\n`,
  )
  return added + secrets.join('')
}

function writeCliValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}=${one}`)
    .join(', ')}}`
}

/** Names that people choose end no text of a command. */
function escapeCli(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}
