import { createHash } from 'node:crypto'
import { OAuthError } from '../../kernel/error.ts'
import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import { priorities, textProperty, tokenMapperCategory } from './mapper-config.ts'
import { requireSector, sectorOf } from './sector.ts'

const sectorUri = 'sectorIdentifierUri'
const salt = 'pairwiseSubAlgorithmSalt'

/** OpenID Connect Core, section 8.1, computed as Keycloak does: subjects survive a move from there. */
export const pairwiseSubMapper: ProtocolMapperType = {
  id: 'oidc-sha256-pairwise-sub-mapper',
  protocol: 'openid-connect',
  displayName: 'Pairwise subject identifier',
  category: tokenMapperCategory,
  helpText:
    "Calculates a pairwise subject identifier using a salted sha-256 hash and adds it to the 'sub' claim. See OpenID Connect specification for more info about pairwise subject identifiers.",
  priority: priorities.claim,
  isSteady: true,
  config: [textProperty(sectorUri, sectorUri), textProperty(salt, salt)],
  async prepare(config, { server, client }) {
    if (client) await requireSector(server, client, config[sectorUri])
    return config[salt]?.trim() ? config : { ...config, [salt]: server.ids.uuid() }
  },
  subjectFor(userId, { config }, { settings }) {
    const sector = sectorOf(settings, config[sectorUri])
    if (sector === undefined) {
      throw new OAuthError('server_error', 'The sector of the client is not known', { status: 500 })
    }
    return toUuid(
      createHash('sha256')
        .update(sector)
        .update(userId)
        .update(config[salt] ?? '')
        .digest(),
    )
  },
  // The subject is in place before the mappers run.
  apply() {},
}

/** A UUID of version 3 (RFC 9562, section 5.3) over bytes without a name space. */
function toUuid(bytes: Buffer): string {
  const digest = createHash('md5').update(bytes).digest()
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x30, 6)
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8)
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
