import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import ipaddr from 'ipaddr.js'
import { parse as parseYaml } from 'yaml'
import * as z from 'zod'
import { OperatorError } from './error.ts'

/** A module's part of the configuration: its keys with a schema, a default and a description each. */
export type ConfigSchema = z.ZodObject

/** A list, in YAML or separated by commas. */
function cidrRanges() {
  return z
    .union([z.array(z.string()), z.string().transform((text) => text.split(',').map((part) => part.trim()))])
    .transform((ranges) => ranges.filter((range) => range !== ''))
    .refine((ranges) => ranges.every((range) => ipaddr.isValidCIDR(range)), 'must be CIDR ranges, such as 10.1.0.0/16')
    .default([])
}

/** Keys of the server itself. Realm settings are data, not configuration. */
export const serverConfigSchema = z.object({
  port: z.coerce.number().int().min(0).max(65535).default(8080).describe('TCP port to listen on; 0 takes a free one.'),
  host: z.string().default('127.0.0.1').describe('Address to listen on. Loopback unless told otherwise.'),
  data: z.string().default('data').describe('Directory of the embedded database and the encryption key.'),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
    .optional()
    .describe('PostgreSQL to use instead of the embedded SQLite database.'),
  databasePoolSize: z.coerce.number().int().min(2).max(200).default(16).describe('Connections kept to PostgreSQL.'),
  hostname: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Public address of this server, as browsers see it. Default: http://localhost:PORT.'),
  httpsPort: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe('TCP port to listen on for TLS, beside the plain one. None by default.'),
  httpsCertificateFile: z.string().optional().describe('PEM file with the certificate of the TLS port, and its chain.'),
  httpsCertificateKeyFile: z.string().optional().describe('PEM file with the private key of that certificate.'),
  httpsClientAuth: z
    .enum(['none', 'request', 'required'])
    .default('none')
    .describe('Are clients of the TLS port asked for a certificate, and must they have one of the trust store?'),
  httpsTrustStoreFile: z
    .string()
    .optional()
    .describe('PEM file with the authorities that vouch for certificates of clients, also of those a proxy passes on.'),
  mtlsHostname: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('Public address at which clients show certificates, where it is another one than hostname.'),
  clientCertificateLookup: z
    .enum(['none', 'rfc9440', 'nginx', 'apache', 'haproxy', 'traefik', 'envoy'])
    .default('none')
    .describe('How trusted proxies pass on the certificate of a client. They must remove the header from requests.'),
  clientCertificateHeader: z.string().optional().describe("The header, where it is not the proxy's usual one."),
  trustedProxies: cidrRanges().describe('CIDR ranges whose X-Forwarded-* headers are believed. None by default.'),
  outboundAllow: cidrRanges().describe(
    'CIDR ranges the server may connect to for clients although they are not public: 10.1.0.0/16, 127.0.0.1/32.',
  ),
  keystoreFolder: z
    .string()
    .optional()
    .describe(
      'Folder with key stores (JKS, PKCS#12) that realms may take keys from, each from the folder in it that bears its name. Without it no realm may.',
    ),
  cibaChannelUri: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where users are asked by CIBA: an authentication entity that speaks the protocol of Keycloak’s ciba-http-auth-channel. Its address must be public or in outboundAllow.',
    ),
  admin: z.string().optional().describe('Name of the first administrator, used when there is none yet.'),
  adminPassword: z.string().optional().describe('Password of the first administrator.'),
  encryptionKey: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]{43}=?$/, 'must be 32 bytes in base64')
    .optional()
    .describe('Key that secrets are encrypted with at rest. Default: made once, kept in the data directory.'),
  hashLanes: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Password hashes computed at once. Default: cores.'),
  hashQueue: z.coerce.number().int().min(1).max(10000).default(200).describe('Hashes that may wait before 503.'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged.'),
  logFormat: z.enum(['auto', 'json', 'pretty']).default('auto').describe('auto: pretty on a terminal.'),
})

export type ServerConfig = z.infer<typeof serverConfigSchema>

export interface ConfigSources {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Reads configuration: file, then environment (`ZTRUST_*`), then flags; the later wins. All problems are reported at
 * once in one OperatorError.
 */
export function readConfig<Schema extends z.ZodObject>(schema: Schema, sources: ConfigSources): z.infer<Schema> {
  const keys = Object.keys(schema.shape)
  const flags = readFlags(keys, sources.argv)
  const fileName = flags['config'] ?? sources.env['ZTRUST_CONFIG']
  const values: Record<string, unknown> = fileName ? readFile(fileName, keys) : {}
  for (const key of keys) {
    const fromEnv = sources.env[environmentName(key)]
    if (fromEnv !== undefined) values[key] = fromEnv
    const fromFlag = flags[flagName(key)]
    if (fromFlag !== undefined) values[key] = fromFlag
  }
  const result = schema.safeParse(values)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => {
    const key = String(issue.path[0] ?? '')
    return `--${flagName(key)} (${environmentName(key)}): ${issue.message}`
  })
  throw new OperatorError(`The configuration is not usable:\n  ${problems.join('\n  ')}`)
}

/** `databaseUrl` -> `ZTRUST_DATABASE_URL` */
export function environmentName(key: string): string {
  return `ZTRUST_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

/** `databaseUrl` -> `database-url` */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function readFlags(keys: readonly string[], argv: readonly string[]): Record<string, string | undefined> {
  const options = Object.fromEntries(
    ['config', ...keys.map(flagName)].map((name) => [name, { type: 'string' as const }]),
  )
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false })
    return values as Record<string, string | undefined>
  } catch (cause) {
    const known = Object.keys(options).map((name) => `--${name}`)
    throw new OperatorError(
      `${cause instanceof Error ? cause.message : cause}\nKnown options: ${known.join(' ')}`,
      cause,
    )
  }
}

function readFile(fileName: string, keys: readonly string[]): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = parseYaml(readFileSync(fileName, 'utf8'))
  } catch (cause) {
    throw new OperatorError(
      `The configuration file ${fileName} cannot be read: ${cause instanceof Error ? cause.message : cause}`,
      cause,
    )
  }
  if (parsed === null || parsed === undefined) return {}
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new OperatorError(`The configuration file ${fileName} must hold "key: value" lines.`)
  }
  const entries = Object.entries(parsed).map(([name, value]) => [
    keys.find((key) => key === name || flagName(key) === name) ?? name,
    value,
  ])
  const unknown = entries.filter(([key]) => !keys.includes(String(key))).map(([key]) => key)
  if (unknown.length > 0)
    throw new OperatorError(`The configuration file ${fileName} has unknown keys: ${unknown.join(', ')}`)
  return Object.fromEntries(entries)
}
